// Files that hold one secret: a passphrase, a password.
#ifndef SUDARE_PROXY_SECRET_FILE_H_
#define SUDARE_PROXY_SECRET_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace sudare {

// The first line of the file. kPermissionDenied: others than the owner may read it. kNotFound: it
// can't be read. kInvalidArgument: it is empty. Never puts the content into a message.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

}  // namespace sudare

#endif  // SUDARE_PROXY_SECRET_FILE_H_
