#include "proxy/windows/window_refusal.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "proxy/error.h"

namespace sudare::windows {
namespace {

std::string Joined(const BothLanguages& text) {
  return absl::StrCat(text.english, " / ", text.japanese);
}

}  // namespace

absl::Status Refuse(absl::StatusCode code, absl::string_view reason, const BothLanguages& message,
                    const BothLanguages& advice) {
  ErrorFields fields;
  fields.reason = std::string(reason);
  fields.advice = Joined(advice);
  return MakeError(code, Joined(message), fields);
}

absl::Status UnknownWindow(absl::string_view id) {
  return Refuse(absl::StatusCode::kNotFound, "UNKNOWN_WINDOW",
                {absl::StrCat("there is no window ", Quoted(id)),
                 absl::StrCat("接続", Quoted(id), "はありません")},
                {"list them with `sudare window list`", "`sudare window list`で確認してください"});
}

}  // namespace sudare::windows
