#include "policy/transforms/number_brackets.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/transforms/constant.h"
#include "policy/transforms/decimal.h"
#include "policy/transforms/sql_text.h"

namespace sudare {
namespace {

constexpr int kMaxBrackets = 1000;

struct Bracket {
  Decimal from;
  std::string result;
};

class BracketMask final : public Mask {
 public:
  BracketMask(ColumnType type, ColumnType result_type, std::vector<Bracket> brackets)
      : type_(type), result_type_(result_type), brackets_(std::move(brackets)) {}
  MaskKind kind() const override { return MaskKind::kGeneralize; }
  ColumnType result_type() const override { return result_type_; }

  Value Apply(const absl::string_view* value) const override {
    if (value == nullptr) return std::nullopt;
    const std::optional<Decimal> number = ParseDecimal(*value);
    if (!number.has_value()) return std::nullopt;
    for (auto bracket = brackets_.rbegin(); bracket != brackets_.rend(); ++bracket) {
      if (CompareDecimals(*number, bracket->from) >= 0) return bracket->result;
    }
    return std::nullopt;
  }

  // width_bucket counts the bounds at or below a number.
  std::string SqlExpression(absl::string_view column) const override {
    const bool is_integer = IsInteger(type_);
    std::string number(column);
    if (is_integer) number = SqlCast(number, "int8");
    // A float becomes the decimal that is its text, since a cast to numeric would round to fewer
    // digits.
    if (!is_integer && type_.type != SqlType::kNumeric) {
      number = SqlCast(SqlCast(number, "text"), "numeric");
    }
    std::string bounds;
    std::string cases;
    for (size_t i = 0; i < brackets_.size(); ++i) {
      absl::StrAppend(&bounds, i == 0 ? "" : ",", FormatDecimal(brackets_[i].from));
      absl::StrAppend(&cases, " WHEN ", i + 1, " THEN ",
                      SqlConstant(brackets_[i].result, TypeName(result_type_)));
    }
    return absl::StrCat(
        "CASE pg_catalog.width_bucket(", number, ", ",
        SqlConstant(absl::StrCat("{", bounds, "}"), is_integer ? "_int8" : "_numeric"), ")", cases,
        " END");
  }

 private:
  const ColumnType type_;
  const ColumnType result_type_;
  const std::vector<Bracket> brackets_;
};

// `bounds_type` is the type as which the bound must be a constant.
absl::StatusOr<Bracket> ReadBracket(const sudare::v1::Bracket& proto, ColumnType bounds_type,
                                    ColumnType result_type) {
  Bracket bracket;
  absl::StatusOr<std::string> from = CanonicalConstant(proto.from(), bounds_type);
  std::optional<Decimal> number = from.ok() ? ParseDecimal(*from) : std::nullopt;
  if (!number.has_value() || number->kind != Decimal::Kind::kFinite) {
    return absl::InvalidArgumentError(absl::StrCat(
        "`from` ", Quoted(proto.from()), " is no number of type ", Quoted(TypeName(bounds_type))));
  }
  bracket.from = *std::move(number);
  SUDARE_ASSIGN_OR_RETURN(
      bracket.result,
      CanonicalConstant(proto.name().empty() ? proto.from() : proto.name(), result_type));
  return bracket;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakeNumberBrackets(
    const sudare::v1::Generalize& generalize, ColumnType type) {
  if (generalize.brackets_size() > kMaxBrackets) {
    return absl::InvalidArgumentError(
        absl::StrCat("more than ", kMaxBrackets, " brackets: use `number_bucket`"));
  }
  const bool named = !generalize.brackets(0).name().empty();
  const ColumnType bounds_type{IsInteger(type) ? SqlType::kInt8 : SqlType::kNumeric};
  const ColumnType result_type = named ? ColumnType{SqlType::kText} : type;
  std::vector<Bracket> brackets;
  for (const sudare::v1::Bracket& proto : generalize.brackets()) {
    if (proto.name().empty() == named) {
      return absl::InvalidArgumentError("either all `brackets` have a `name` or none has");
    }
    SUDARE_ASSIGN_OR_RETURN(Bracket bracket, ReadBracket(proto, bounds_type, result_type));
    if (!brackets.empty() && CompareDecimals(brackets.back().from, bracket.from) >= 0) {
      return absl::InvalidArgumentError(absl::StrCat("`brackets` have to ascend: `from` ",
                                                     Quoted(proto.from()),
                                                     " isn't above the one before it"));
    }
    brackets.push_back(std::move(bracket));
  }
  return std::make_unique<BracketMask>(type, result_type, std::move(brackets));
}

}  // namespace sudare
