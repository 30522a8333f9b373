#include "policy/transforms/allow.h"

#include <string>

#include "policy/base/status_macros.h"
#include "policy/transforms/fit.h"

namespace sudare {
namespace {

class AllowMask final : public Mask {
 public:
  explicit AllowMask(ColumnType type) : type_(type) {}
  MaskKind kind() const override { return MaskKind::kAllow; }
  ColumnType result_type() const override { return type_; }
  Value Apply(const absl::string_view* value) const override {
    if (value == nullptr) return std::nullopt;
    return std::string(*value);
  }
  std::string SqlExpression(absl::string_view column) const override { return std::string(column); }

 private:
  const ColumnType type_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakeAllow(ColumnType type) {
  SUDARE_RETURN_IF_ERROR(CheckFit(MaskKind::kAllow, type));
  return std::make_unique<AllowMask>(type);
}

}  // namespace sudare
