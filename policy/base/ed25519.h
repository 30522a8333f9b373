// Ed25519 signatures (RFC 8032) over OpenSSL, keys in the PEM files that `openssl genpkey
// -algorithm ed25519` and `openssl pkey -pubout` write.
//
// Thread-safety: immutable, share freely.
#ifndef SUDARE_POLICY_BASE_ED25519_H_
#define SUDARE_POLICY_BASE_ED25519_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

typedef struct evp_pkey_st EVP_PKEY;

namespace sudare {

class Ed25519PublicKey {
 public:
  // kInvalidArgument: no PEM of an Ed25519 public key.
  static absl::StatusOr<Ed25519PublicKey> FromPem(absl::string_view pem);

  // `signature` is the 64 bytes that Sign gave.
  bool Verifies(absl::string_view message, absl::string_view signature) const;
  // The first 16 hexadecimal digits of the SHA-256 of the key (SubjectPublicKeyInfo, DER): names it
  // in messages.
  const std::string& id() const { return id_; }

 private:
  friend class Ed25519PrivateKey;
  explicit Ed25519PublicKey(std::shared_ptr<EVP_PKEY> key);

  std::shared_ptr<EVP_PKEY> key_;
  std::string id_;
};

class Ed25519PrivateKey {
 public:
  // `pem` is unencrypted. kInvalidArgument: no PEM of an Ed25519 private key; the message holds
  // nothing of it.
  static absl::StatusOr<Ed25519PrivateKey> FromPem(absl::string_view pem);

  // 64 bytes. kInternal: OpenSSL has no Ed25519 on this machine.
  absl::StatusOr<std::string> Sign(absl::string_view message) const;
  Ed25519PublicKey public_key() const { return Ed25519PublicKey(key_); }

 private:
  explicit Ed25519PrivateKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}

  std::shared_ptr<EVP_PKEY> key_;
};

// SHA-256 in hexadecimal.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace sudare

#endif  // SUDARE_POLICY_BASE_ED25519_H_
