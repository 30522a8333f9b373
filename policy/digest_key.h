// DigestKey: the secret behind digests of results in the audit log.
#ifndef SUDARE_POLICY_DIGEST_KEY_H_
#define SUDARE_POLICY_DIGEST_KEY_H_

#include <cstdint>

#include "policy/base/secret_bytes.h"
#include "policy/token_subkey.h"

namespace sudare {

// A subkey of one master key, of kSubkeyBytes bytes.
//
// Thread-safety: immutable, share freely.
class DigestKey {
 public:
  explicit DigestKey(const MasterKey& key);

  // Of the master key, for records that name it.
  uint32_t id() const { return id_; }
  const unsigned char* bytes() const { return key_.ExposeBytes(); }

 private:
  const uint32_t id_;
  SecretBytes key_;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_DIGEST_KEY_H_
