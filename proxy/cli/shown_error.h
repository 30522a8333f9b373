// Errors as a person at the terminal reads them.
#ifndef SUDARE_PROXY_CLI_SHOWN_ERROR_H_
#define SUDARE_PROXY_CLI_SHOWN_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "proto/query.pb.h"

namespace sudare {

// "refused: <message>", the place in `sql` with a caret, the advice, the stable reason; each on its
// own line. `sql` is empty where there is none.
std::string ShownError(const absl::Status& status, absl::string_view sql);

// The same for a refusal inside an answer.
std::string ShownDetail(const sudare::v1::ErrorDetail& detail, absl::string_view title,
                        absl::string_view sql);

// Of console.h: whether the server said no, or never came to it.
int ExitCodeFor(const absl::Status& status);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_SHOWN_ERROR_H_
