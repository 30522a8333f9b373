#include "policy/transforms/redact.h"

#include <string>
#include <utility>

#include "policy/base/status_macros.h"
#include "policy/transforms/constant.h"
#include "policy/transforms/sql_text.h"

namespace sudare {
namespace {

class RedactMask final : public Mask {
 public:
  RedactMask(ColumnType type, Value constant) : type_(type), constant_(std::move(constant)) {}
  MaskKind kind() const override { return MaskKind::kRedact; }
  ColumnType result_type() const override { return type_; }
  Value Apply(const absl::string_view* value) const override { return constant_; }
  std::string SqlExpression(absl::string_view column) const override {
    if (constant_.has_value()) return SqlConstant(*constant_, TypeName(type_));
    if (type_.type == SqlType::kUnknown) return "NULL";
    return SqlCast("NULL", TypeName(type_));
  }

 private:
  const ColumnType type_;
  const Value constant_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakeRedact(const sudare::v1::Redact& redact,
                                                       ColumnType type) {
  type = WithoutPadding(type);
  if (!redact.has_constant()) return std::make_unique<RedactMask>(type, std::nullopt);
  SUDARE_ASSIGN_OR_RETURN(std::string constant, CanonicalConstant(redact.constant(), type));
  return std::make_unique<RedactMask>(type, std::move(constant));
}

}  // namespace sudare
