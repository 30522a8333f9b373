#include "policy/transforms/tokenize.h"

#include <string>

#include "policy/base/status_macros.h"
#include "policy/transforms/fit.h"

namespace sudare {
namespace {

class TokenizeMask final : public Mask {
 public:
  MaskKind kind() const override { return MaskKind::kTokenize; }
  ColumnType result_type() const override { return {SqlType::kText}; }
  Value Apply(const absl::string_view* value) const override { return std::nullopt; }
  std::string SqlExpression(absl::string_view column) const override { return ""; }
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakeTokenize(ColumnType type) {
  SUDARE_RETURN_IF_ERROR(CheckFit(MaskKind::kTokenize, type));
  return std::make_unique<TokenizeMask>();
}

}  // namespace sudare
