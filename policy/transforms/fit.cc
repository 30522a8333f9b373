#include "policy/transforms/fit.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sudare {
namespace {

constexpr MaskKind kAllKinds[] = {
    MaskKind::kRedact,     MaskKind::kPresence, MaskKind::kPartial,
    MaskKind::kGeneralize, MaskKind::kScrub,    MaskKind::kJson,
    MaskKind::kTokenize,   MaskKind::kHide,     MaskKind::kAllow,
};

// Types whose text is the same under any session setting, and short.
bool HasPlainText(SqlType type) {
  switch (type) {
    case SqlType::kInt2:
    case SqlType::kInt4:
    case SqlType::kInt8:
    case SqlType::kNumeric:
    case SqlType::kText:
    case SqlType::kVarchar:
    case SqlType::kBpchar:
    case SqlType::kTime:
    case SqlType::kTimetz:
    case SqlType::kUuid:
    case SqlType::kInet:
    case SqlType::kCidr:
      return true;
    default:
      return false;
  }
}

std::string Describe(ColumnType type) {
  const std::string name = TypeName(type);
  return name.empty() ? "a type outside the list" : absl::StrCat("type `", name, "`");
}

}  // namespace

bool Fits(MaskKind kind, ColumnType type) {
  switch (kind) {
    case MaskKind::kHide:
    case MaskKind::kRedact:
      return true;
    case MaskKind::kAllow:
    case MaskKind::kPresence:
      return type.type != SqlType::kUnknown;
    case MaskKind::kPartial:
      return !type.is_array && (HasPlainText(type.type) || IsNumber(type));
    case MaskKind::kGeneralize:
      return IsNumber(type) || IsDateLike(type);
    case MaskKind::kScrub:
      return IsText(type);
    case MaskKind::kJson:
      return !type.is_array && (type.type == SqlType::kJson || type.type == SqlType::kJsonb);
    case MaskKind::kTokenize:
      return !type.is_array && (HasPlainText(type.type) || IsDateLike(type));
  }
  return false;
}

absl::Status CheckFit(MaskKind kind, ColumnType type) {
  if (Fits(kind, type)) return absl::OkStatus();
  std::vector<std::string> fitting;
  for (const MaskKind other : kAllKinds) {
    if (Fits(other, type)) fitting.push_back(absl::StrCat("`", MaskKindName(other), "`"));
  }
  return absl::InvalidArgumentError(absl::StrCat("`", MaskKindName(kind),
                                                 "` doesn't fit a column of ", Describe(type),
                                                 ": use ", absl::StrJoin(fitting, ", ")));
}

}  // namespace sudare
