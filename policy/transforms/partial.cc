#include "policy/transforms/partial.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/base/utf8.h"
#include "policy/transforms/fit.h"
#include "policy/transforms/sql_text.h"

namespace sudare {
namespace {

constexpr uint32_t kMaxKept = 1000;
constexpr uint32_t kMaxFillLength = 1000;
constexpr uint32_t kDefaultFillLength = 4;

// Bytes of the last character of `text`, which isn't empty; a malformed byte counts as one.
size_t LastCharacterLength(absl::string_view text) {
  for (size_t length = 1; length <= 4 && length <= text.size(); ++length) {
    const unsigned char first = static_cast<unsigned char>(text[text.size() - length]);
    if ((first & 0xC0) == 0x80) continue;
    const Utf8Character character = FirstCharacter(text.substr(text.size() - length));
    return character.valid && character.length == length ? length : 1;
  }
  return 1;
}

// Bytes of the first `count` characters; npos if there are fewer.
size_t PrefixLength(absl::string_view text, uint32_t count) {
  size_t length = 0;
  for (; count > 0; --count) {
    if (length == text.size()) return absl::string_view::npos;
    length += FirstCharacter(text.substr(length)).length;
  }
  return length;
}

// PostgreSQL drops the padding of char(n) when it casts to text.
absl::string_view WithoutBlanks(absl::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

class PartialMask final : public Mask {
 public:
  PartialMask(ColumnType type, uint32_t keep_first, uint32_t keep_last, std::string fill)
      : type_(type), keep_first_(keep_first), keep_last_(keep_last), fill_(std::move(fill)) {}
  MaskKind kind() const override { return MaskKind::kPartial; }
  ColumnType result_type() const override { return {SqlType::kText}; }

  Value Apply(const absl::string_view* value) const override {
    if (value == nullptr) return std::nullopt;
    if (type_.type == SqlType::kInet && !absl::StrContains(*value, "/")) {
      // PostgreSQL prints a host without its mask, but casts it to text with it.
      return Cut(absl::StrCat(*value, absl::StrContains(*value, ":") ? "/128" : "/32"));
    }
    if (type_.type == SqlType::kBpchar) return Cut(WithoutBlanks(*value));
    return Cut(*value);
  }

  std::string SqlExpression(absl::string_view column) const override {
    const std::string text = IsText(type_) && type_.type != SqlType::kBpchar
                                 ? std::string(column)
                                 : SqlCast(column, "text");
    const std::string fill = SqlConstant(fill_, "text");
    if (keep_first_ + keep_last_ == 0) {
      return absl::StrCat("CASE WHEN ", column, " IS NOT NULL THEN ", fill, " END");
    }
    std::string kept;
    if (keep_first_ > 0) {
      absl::StrAppend(&kept, "pg_catalog.left(", text, ", ", keep_first_, ") || ");
    }
    absl::StrAppend(&kept, fill);
    if (keep_last_ > 0) {
      absl::StrAppend(&kept, " || pg_catalog.right(", text, ", ", keep_last_, ")");
    }
    return absl::StrCat("CASE WHEN pg_catalog.char_length(", text,
                        ") <= ", keep_first_ + keep_last_, " THEN ", fill, " ELSE ", kept, " END");
  }

 private:
  std::string Cut(absl::string_view text) const {
    const size_t first = PrefixLength(text, keep_first_);
    if (first == absl::string_view::npos) return fill_;
    absl::string_view rest = text.substr(first);
    size_t last = 0;
    for (uint32_t i = 0; i < keep_last_; ++i) {
      if (last == rest.size()) return fill_;
      last += LastCharacterLength(rest.substr(0, rest.size() - last));
    }
    if (last == rest.size()) return fill_;
    std::string result;
    result.reserve(first + fill_.size() + last);
    absl::StrAppend(&result, text.substr(0, first), fill_, rest.substr(rest.size() - last));
    return result;
  }

  const ColumnType type_;
  const uint32_t keep_first_;
  const uint32_t keep_last_;
  // Repeated already.
  const std::string fill_;
};

absl::Status CheckFill(const std::string& fill) {
  if (CountCharacters(fill) == 1 && fill[0] != '\0' &&
      FindInvalidUtf8(fill) == absl::string_view::npos) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("`fill` ", Quoted(fill), " isn't one character: use one such as `*`"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakePartial(const sudare::v1::Partial& partial,
                                                        ColumnType type) {
  SUDARE_RETURN_IF_ERROR(CheckFit(MaskKind::kPartial, type));
  const std::string fill = partial.fill().empty() ? "*" : partial.fill();
  SUDARE_RETURN_IF_ERROR(CheckFill(fill));
  const uint32_t length = partial.has_fill_length() ? partial.fill_length() : kDefaultFillLength;
  if (partial.keep_first() > kMaxKept || partial.keep_last() > kMaxKept ||
      length > kMaxFillLength) {
    return absl::InvalidArgumentError(absl::StrCat(
        "`keep_first`, `keep_last` and `fill_length` are at most ", kMaxKept, " each"));
  }
  std::string fills;
  for (uint32_t i = 0; i < length; ++i) fills += fill;
  return std::make_unique<PartialMask>(type, partial.keep_first(), partial.keep_last(),
                                       std::move(fills));
}

}  // namespace sudare
