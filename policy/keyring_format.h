// The bytes of a keyring file: sealed under a passphrase. Pure: no files here (see keyring_file.h).
//
// Layout and its reasons: docs/formats/keyring.md.
#ifndef SUDARE_POLICY_KEYRING_FORMAT_H_
#define SUDARE_POLICY_KEYRING_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policy/base/secret_bytes.h"

namespace sudare {

// Keys of a ring, in the order they were made. Not empty; ids are distinct; one of them is
// `primary`.
struct KeyMaterial {
  struct Entry {
    uint32_t id = 0;
    absl::Time created;
  };
  std::vector<Entry> entries;
  uint32_t primary = 0;
  // kMasterKeyBytes bytes for each entry, in their order.
  SecretBytes keys;
};

constexpr size_t kMaxKeys = 1024;
constexpr size_t kMaxKeyringFileBytes = 64 * 1024;

// kResourceExhausted: no memory for Argon2id, or none to lock.
absl::StatusOr<std::string> SealKeyring(const KeyMaterial& material, absl::string_view passphrase);

// kDataLoss: not a keyring, damaged or cut short. kPermissionDenied: the passphrase is wrong.
// kUnimplemented: a version of the format that a later release wrote. kResourceExhausted: as above.
absl::StatusOr<KeyMaterial> OpenKeyring(absl::string_view bytes, absl::string_view passphrase);

}  // namespace sudare

#endif  // SUDARE_POLICY_KEYRING_FORMAT_H_
