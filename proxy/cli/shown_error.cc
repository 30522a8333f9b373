#include "proxy/cli/shown_error.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "policy/base/display_width.h"
#include "policy/base/utf8.h"
#include "proxy/cli/console.h"
#include "proxy/cli/terminal_text.h"
#include "proxy/error.h"

namespace sudare {
namespace {

absl::string_view Title(absl::StatusCode code, bool is_query) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
      return is_query ? "wrong SQL" : "not valid";
    case absl::StatusCode::kNotFound:
      return "not found";
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
      return "refused";
    case absl::StatusCode::kUnimplemented:
      return "not supported";
    case absl::StatusCode::kResourceExhausted:
      return "over a limit";
    case absl::StatusCode::kUnauthenticated:
      return "not logged in";
    case absl::StatusCode::kUnavailable:
      return "not available";
    case absl::StatusCode::kCancelled:
      return "cancelled";
    case absl::StatusCode::kDeadlineExceeded:
      return "too late";
    default:
      return "failed";
  }
}

// Line `line` of the SQL with a caret under `column`, both 1-based and in characters.
std::string Caret(absl::string_view sql, uint32_t line, uint32_t column) {
  const std::vector<absl::string_view> lines = absl::StrSplit(sql, '\n');
  if (line == 0 || line > lines.size()) return "";
  absl::string_view rest = lines[line - 1];
  size_t before = 0;
  for (uint32_t i = 1; i < column && !rest.empty(); ++i) {
    const size_t length = FirstCharacter(rest).length;
    before += DisplayWidth(TerminalText(rest.substr(0, length)));
    rest.remove_prefix(length);
  }
  return absl::StrCat("  ", TerminalText(lines[line - 1]), "\n  ", std::string(before, ' '), "^\n");
}

}  // namespace

std::string ShownDetail(const sudare::v1::ErrorDetail& detail, absl::string_view title,
                        absl::string_view sql) {
  std::string shown = absl::StrCat(title, ": ", TerminalText(detail.message()), "\n");
  if (detail.line() > 0) absl::StrAppend(&shown, Caret(sql, detail.line(), detail.column()));
  if (!detail.advice().empty()) {
    absl::StrAppend(&shown, "  advice: ", TerminalText(detail.advice()), "\n");
  }
  if (!detail.reason().empty() || !detail.sqlstate().empty()) {
    absl::StrAppend(&shown, "  reason: ", TerminalText(detail.reason()),
                    detail.sqlstate().empty() ? "" : " SQLSTATE ", TerminalText(detail.sqlstate()),
                    "\n");
  }
  return shown;
}

std::string ShownError(const absl::Status& status, absl::string_view sql) {
  return ShownDetail(DetailOf(status), Title(status.code(), !sql.empty()), sql);
}

int ExitCodeFor(const absl::Status& status) {
  if (status.ok()) return kDone;
  if (absl::IsUnauthenticated(status)) return kNoServer;
  // The proxy gives a reason; without one the call never reached it.
  return absl::IsUnavailable(status) && DetailOf(status).reason().empty() ? kNoServer : kRefused;
}

}  // namespace sudare
