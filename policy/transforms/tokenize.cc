#include "policy/transforms/tokenize.h"

#include <string>

#include "policy/base/status_macros.h"
#include "policy/transforms/fit.h"

namespace sudare {
namespace {

class TokenizeMask final : public Mask {
 public:
  explicit TokenizeMask(ColumnType result_type) : result_type_(result_type) {}
  MaskKind kind() const override { return MaskKind::kTokenize; }
  ColumnType result_type() const override { return result_type_; }
  Value Apply(const absl::string_view* value) const override { return std::nullopt; }
  std::string SqlExpression(absl::string_view column) const override { return ""; }

 private:
  const ColumnType result_type_;
};

ColumnType ResultType(const sudare::v1::Tokenize& tokenize, ColumnType type) {
  if (!tokenize.has_digits() || !IsInteger(type)) return {SqlType::kText};
  // int2 doesn't hold as many numbers as the fewest that FF1 may permute.
  return {type.type == SqlType::kInt8 ? SqlType::kInt8 : SqlType::kInt4};
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakeTokenize(const sudare::v1::Tokenize& tokenize,
                                                         ColumnType type) {
  SUDARE_RETURN_IF_ERROR(CheckFit(MaskKind::kTokenize, type));
  if (tokenize.digits().invalid_check_digit() && type == ColumnType{SqlType::kInt8}) {
    return absl::InvalidArgumentError(
        "`invalid_check_digit` doesn't fit a column of type `int8`, where a number that has a "
        "valid one could not become a text: use `tokenize` without `digits`, or `redact`");
  }
  return std::make_unique<TokenizeMask>(ResultType(tokenize, type));
}

}  // namespace sudare
