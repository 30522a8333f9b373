// A document that a command made, written where it was asked for.
#ifndef SUDARE_PROXY_CLI_DOCUMENT_FILE_H_
#define SUDARE_PROXY_CLI_DOCUMENT_FILE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "proxy/cli/console.h"

namespace sudare {

// To the file `path`, or the output if it is empty. False: the file can't be written, which is
// told.
bool WriteDocument(const std::string& path, absl::string_view document, Console& console);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_DOCUMENT_FILE_H_
