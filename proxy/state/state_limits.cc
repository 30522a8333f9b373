#include "proxy/state/state_limits.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"

namespace sudare::state {

absl::Status CheckTable(absl::string_view table) {
  const bool is_name = !table.empty() && table.size() <= 63 &&
                       std::all_of(table.begin(), table.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  if (is_name) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(Quoted(table), " is no name of a table of the state: use a-z and `_`"));
}

absl::Status CheckEntry(absl::string_view table, absl::string_view key, absl::string_view value) {
  SUDARE_RETURN_IF_ERROR(CheckTable(table));
  if (key.size() > kMaxKeyBytes) {
    return absl::InvalidArgumentError(absl::StrCat("a key of table ", Quoted(table), " has ",
                                                   key.size(), " bytes: at most ", kMaxKeyBytes,
                                                   " are possible"));
  }
  if (value.size() > kMaxValueBytes) {
    return absl::InvalidArgumentError(absl::StrCat("a value of table ", Quoted(table), " has ",
                                                   value.size(), " bytes: at most ", kMaxValueBytes,
                                                   " are possible"));
  }
  return absl::OkStatus();
}

absl::Status CheckSchemaName(absl::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const bool is_name = !name.empty() && name.size() <= 63 && is_letter(name[0]) &&
                       std::all_of(name.begin(), name.end(),
                                   [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
  if (is_name && !absl::StartsWith(name, "pg_") && name != "information_schema") {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat(Quoted(name), " is no name of a schema for the state: use a-z, 0-9 and `_`"));
}

std::optional<std::string> EndOfPrefix(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (end.empty()) return std::nullopt;
  end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

}  // namespace sudare::state
