#include "policy/transforms/presence.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "policy/transforms/fit.h"

namespace sudare {
namespace {

class PresenceMask final : public Mask {
 public:
  MaskKind kind() const override { return MaskKind::kPresence; }
  ColumnType result_type() const override { return {SqlType::kBool}; }
  Value Apply(const absl::string_view* value) const override {
    return value == nullptr ? "f" : "t";
  }
  std::string SqlExpression(absl::string_view column) const override {
    return absl::StrCat("(", column, " IS NOT NULL)");
  }
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakePresence(ColumnType type) {
  SUDARE_RETURN_IF_ERROR(CheckFit(MaskKind::kPresence, type));
  return std::make_unique<PresenceMask>();
}

}  // namespace sudare
