#include "policy/policy.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace sudare {

std::string SourcePlace::ToString() const {
  if (line <= 0) return file;
  return absl::StrCat(file, ":", line);
}

const PolicyColumn* PolicyTable::FindColumn(absl::string_view column) const {
  for (const PolicyColumn& candidate : columns) {
    if (candidate.name == column) return &candidate;
  }
  return nullptr;
}

bool Account::MayWorkOn(absl::CivilDay day) const {
  if (is_program) return true;
  return std::any_of(pledges.begin(), pledges.end(), [day](const Pledge& pledge) {
    return pledge.signed_on <= day && day <= pledge.expires_on;
  });
}

}  // namespace sudare
