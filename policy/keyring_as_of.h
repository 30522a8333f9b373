// A keyring as it was before it was rotated: for asking again what was asked then.
#ifndef SUDARE_POLICY_KEYRING_AS_OF_H_
#define SUDARE_POLICY_KEYRING_AS_OF_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/keyring.h"

namespace sudare {

// As Keyring::Load, but tokens are made with the key `primary`, as while that was the primary one;
// 0: the file's own. kNotFound: it holds no such key.
absl::StatusOr<std::shared_ptr<const Keyring>> LoadKeyringAsOf(const std::string& path,
                                                               absl::string_view passphrase,
                                                               uint32_t primary);

}  // namespace sudare

#endif  // SUDARE_POLICY_KEYRING_AS_OF_H_
