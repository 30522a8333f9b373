#include "policy/transforms/hide.h"

#include <string>

namespace sudare {
namespace {

class HideMask final : public Mask {
 public:
  explicit HideMask(ColumnType type) : type_(type) {}
  MaskKind kind() const override { return MaskKind::kHide; }
  ColumnType result_type() const override { return type_; }
  Value Apply(const absl::string_view* value) const override { return std::nullopt; }
  std::string SqlExpression(absl::string_view column) const override { return ""; }

 private:
  const ColumnType type_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakeHide(ColumnType type) {
  return std::make_unique<HideMask>(type);
}

}  // namespace sudare
