#include "policy/transforms/number_bucket.h"

#include <limits>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/transforms/decimal.h"
#include "policy/transforms/float_text.h"
#include "policy/transforms/sql_text.h"

namespace sudare {
namespace {

// Numbers of more digits before the point become NULL, so that no result overflows the type.
size_t MaxIntegerDigits(SqlType type) {
  switch (type) {
    case SqlType::kFloat4:
      return 37;
    case SqlType::kFloat8:
      return 300;
    default:
      return 131000;
  }
}

struct Range {
  int64_t least;
  int64_t most;
};

Range RangeOf(SqlType type) {
  switch (type) {
    case SqlType::kInt2:
      return {std::numeric_limits<int16_t>::min(), std::numeric_limits<int16_t>::max()};
    case SqlType::kInt4:
      return {std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()};
    default:
      return {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
  }
}

// x - mod(mod(x, b) + b, b): the floor, since mod has the sign of x.
std::string FloorSql(absl::string_view number, absl::string_view bucket) {
  return absl::StrCat(number, " - pg_catalog.mod(pg_catalog.mod(", number, ", ", bucket, ") + ",
                      bucket, ", ", bucket, ")");
}

class BucketMask : public Mask {
 public:
  BucketMask(ColumnType type, Bucket bucket) : type_(type), bucket_(bucket) {}
  MaskKind kind() const override { return MaskKind::kGeneralize; }
  ColumnType result_type() const override { return type_; }

 protected:
  const ColumnType type_;
  const Bucket bucket_;
};

// int2, int4, int8. A multiple below the least number of the type becomes NULL.
class IntegerBucketMask final : public BucketMask {
 public:
  IntegerBucketMask(ColumnType type, Bucket bucket)
      : BucketMask(type, bucket), range_(RangeOf(type.type)) {}

  Value Apply(const absl::string_view* value) const override {
    int64_t number = 0;
    if (value == nullptr || !absl::SimpleAtoi(*value, &number)) return std::nullopt;
    // The bucket has at most 18 digits.
    const auto bucket = static_cast<int64_t>(bucket_.scaled);
    int64_t remainder = number % bucket;
    if (remainder < 0) remainder += bucket;
    if (number < range_.least + remainder) return std::nullopt;
    return absl::StrCat(number - remainder);
  }

  std::string SqlExpression(absl::string_view column) const override {
    const auto bucket = static_cast<int64_t>(bucket_.scaled);
    // The least multiple that the type holds; buckets beyond the type leave only 0.
    const int64_t least = range_.least / bucket * bucket;
    const std::string wide = SqlCast(column, "int8");
    return absl::StrCat(
        "CASE WHEN ", column, " >= ", SqlConstant(absl::StrCat(least), "int8"), " THEN ",
        SqlCast(FloorSql(wide, SqlConstant(absl::StrCat(bucket), "int8")), TypeName(type_)),
        " END");
  }

 private:
  const Range range_;
};

// numeric, float4, float8: exact decimal arithmetic. NaN and the infinities stay.
class DecimalBucketMask final : public BucketMask {
 public:
  using BucketMask::BucketMask;

  Value Apply(const absl::string_view* value) const override {
    if (value == nullptr) return std::nullopt;
    const std::optional<Decimal> number = ParseDecimal(*value);
    if (!number.has_value()) return std::nullopt;
    if (number->kind != Decimal::Kind::kFinite) return std::string(*value);
    if (number->integer.size() > MaxIntegerDigits(type_.type)) return std::nullopt;
    const std::string floor = FormatDecimal(FloorToBucket(*number, bucket_));
    if (type_.type == SqlType::kFloat4) return CanonicalFloat4(floor);
    if (type_.type == SqlType::kFloat8) return CanonicalFloat8(floor);
    return floor;
  }

  std::string SqlExpression(absl::string_view column) const override {
    const std::string type = TypeName(type_);
    const bool is_numeric = type_.type == SqlType::kNumeric;
    // A float becomes the decimal that is its text, since a cast to numeric would round to fewer
    // digits.
    const std::string number =
        is_numeric ? std::string(column) : SqlCast(SqlCast(column, "text"), "numeric");
    const std::string floor =
        absl::StrCat("pg_catalog.round(", FloorSql(number, SqlConstant(BucketText(), "numeric")),
                     ", ", bucket_.scale, ")");
    const std::string magnitude = absl::StrCat("pg_catalog.abs(", column, ")");
    const std::string limit = absl::StrCat("1e", MaxIntegerDigits(type_.type));
    return absl::StrCat("CASE WHEN ", magnitude, " < ", SqlConstant(limit, type), " THEN ",
                        is_numeric ? floor : SqlCast(floor, type), " WHEN ", magnitude,
                        " >= ", SqlConstant("Infinity", type), " THEN ", column, " END");
  }

 private:
  std::string BucketText() const {
    std::string digits = absl::StrCat(bucket_.scaled);
    if (digits.size() <= bucket_.scale) digits.insert(0, bucket_.scale + 1 - digits.size(), '0');
    if (bucket_.scale > 0) digits.insert(digits.size() - bucket_.scale, ".");
    return digits;
  }
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakeNumberBucket(
    const sudare::v1::Generalize& generalize, ColumnType type) {
  const std::string& text = generalize.number_bucket();
  const std::optional<Bucket> bucket = ParseBucket(text);
  if (!bucket.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "`number_bucket` ", Quoted(text),
        " is no decimal number above zero of at most 18 digits: write it like `10000`"));
  }
  if (!IsInteger(type)) return std::make_unique<DecimalBucketMask>(type, *bucket);
  if (bucket->scale > 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "`number_bucket` ", Quoted(text), " has to be whole for a column of whole numbers"));
  }
  return std::make_unique<IntegerBucketMask>(type, *bucket);
}

}  // namespace sudare
