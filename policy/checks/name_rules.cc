#include "policy/checks/name_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/civil_date.h"

namespace sudare::checks {
namespace {

constexpr size_t kMaxIdentifierBytes = 63;
constexpr size_t kMaxFreeNameBytes = 128;

}  // namespace

bool IsLowerCaseWord(absl::string_view name, bool underscores) {
  if (name.empty() || !absl::ascii_islower(name[0])) return false;
  return std::all_of(name.begin(), name.end(), [underscores](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || (underscores && c == '_');
  });
}

bool IsIdentifier(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxIdentifierBytes;
}

bool IsSchemaQualified(absl::string_view name) {
  const size_t dot = name.find('.');
  if (dot == absl::string_view::npos) return false;
  const absl::string_view object = name.substr(dot + 1);
  return IsIdentifier(name.substr(0, dot)) && IsIdentifier(object) &&
         object.find('.') == absl::string_view::npos;
}

void CheckFreeName(const Spot& spot, absl::string_view what, absl::string_view name,
                   Findings* findings) {
  if (name.empty()) {
    findings->Missing("incomplete", spot, absl::StrCat(what, " without a name"),
                      "add `name: \"…\"`");
  } else if (absl::StripAsciiWhitespace(name).size() != name.size()) {
    findings->Error(
        "bad-name", spot,
        absl::StrCat("the name of ", what, " ", Quoted(name), " starts or ends with a blank"));
  } else if (name.size() > kMaxFreeNameBytes) {
    findings->Error("bad-name", spot,
                    absl::StrCat("the name of ", what, " ", Quoted(name), " has more than ",
                                 kMaxFreeNameBytes, " bytes"));
  }
}

std::optional<absl::CivilDay> CheckDate(const Spot& spot, absl::string_view what,
                                        absl::string_view name, const std::string& text,
                                        Findings* findings) {
  if (text.empty()) {
    findings->Missing("incomplete", spot, absl::StrCat(what, " without ", Quoted(name)),
                      "add it as `YYYY-MM-DD`");
    return std::nullopt;
  }
  const std::optional<absl::CivilDay> day = ParseCivilDate(text);
  if (!day) {
    findings->Error("bad-value", spot,
                    absl::StrCat(Quoted(name), " is ", Quoted(text), ", not a date"),
                    "write a day that exists as `YYYY-MM-DD`");
  }
  return day;
}

void Duplicates::Add(const Spot& spot, absl::string_view name) {
  if (name.empty()) return;
  const auto [first, is_new] = seen_.emplace(name, &spot.message);
  if (is_new) return;
  findings_->Error("duplicate", spot,
                   absl::StrCat(what_, " ", Quoted(name), " is listed twice, first at ",
                                findings_->PlaceOf(*first->second).ToString()),
                   "keep one of them");
}

}  // namespace sudare::checks
