#include "policy/transforms/scrub.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/base/utf8.h"
#include "policy/transforms/fit.h"
#include "policy/transforms/scrub_characters.h"
#include "policy/transforms/sql_text.h"

namespace sudare {
namespace {

constexpr uint32_t kDefaultMinDigits = 7;
// PostgreSQL's regular expressions repeat at most 255 times.
constexpr uint32_t kMaxMinDigits = 200;
constexpr size_t kMaxReplacementBytes = 200;
constexpr char kDefaultReplacement[] = "[#]";

// A run: from one digit to the last one that only separators part from it.
struct Run {
  size_t bytes = 0;
  uint32_t digits = 0;
};

// The run at the start of `text`, which is a digit.
Run MeasureRun(absl::string_view text) {
  Run run;
  size_t at = 0;
  while (at < text.size()) {
    const Utf8Character character = FirstCharacter(text.substr(at));
    const ScrubClass scrub_class = ScrubClassOf(character.code_point);
    if (scrub_class == ScrubClass::kOther) break;
    at += character.length;
    if (scrub_class == ScrubClass::kDigit) {
      run.bytes = at;
      ++run.digits;
    }
  }
  return run;
}

class ScrubMask final : public Mask {
 public:
  ScrubMask(ColumnType type, uint32_t min_digits, std::string replacement)
      : type_(type), min_digits_(min_digits), replacement_(std::move(replacement)) {}
  MaskKind kind() const override { return MaskKind::kScrub; }
  ColumnType result_type() const override { return {SqlType::kText}; }

  Value Apply(const absl::string_view* value) const override {
    if (value == nullptr) return std::nullopt;
    absl::string_view text = *value;
    if (type_.type == SqlType::kBpchar) {
      // PostgreSQL drops the padding of char(n) when it casts to text.
      while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    }
    std::string result;
    result.reserve(text.size());
    size_t copied = 0;
    size_t at = 0;
    while (at < text.size()) {
      const Utf8Character character = FirstCharacter(text.substr(at));
      if (ScrubClassOf(character.code_point) != ScrubClass::kDigit) {
        at += character.length;
        continue;
      }
      // A run that is too short has no longer one inside it.
      const Run run = MeasureRun(text.substr(at));
      if (run.digits >= min_digits_) {
        absl::StrAppend(&result, text.substr(copied, at - copied), replacement_);
        copied = at + run.bytes;
      }
      at += run.bytes;
    }
    absl::StrAppend(&result, text.substr(copied));
    return result;
  }

  std::string SqlExpression(absl::string_view column) const override {
    const std::string digit = ScrubClassPattern(ScrubClass::kDigit);
    const std::string pattern =
        absl::StrCat(digit, "(?:", ScrubClassPattern(ScrubClass::kSeparator), "*", digit, "){",
                     min_digits_ - 1, ",}");
    // Collation "C": characters are code points, and a column may have a collation that knows no
    // patterns.
    return absl::StrCat("(pg_catalog.regexp_replace(", SqlCast(column, "text"),
                        " COLLATE pg_catalog.\"C\", ", SqlLiteral(pattern), ", ",
                        SqlLiteral(absl::StrReplaceAll(replacement_, {{"\\", "\\\\"}})),
                        ", 'g') COLLATE pg_catalog.\"default\")");
  }

 private:
  const ColumnType type_;
  const uint32_t min_digits_;
  const std::string replacement_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Mask>> MakeScrub(const sudare::v1::Scrub& scrub,
                                                      ColumnType type) {
  SUDARE_RETURN_IF_ERROR(CheckFit(MaskKind::kScrub, type));
  const uint32_t min_digits = scrub.has_min_digits() ? scrub.min_digits() : kDefaultMinDigits;
  if (min_digits < 1 || min_digits > kMaxMinDigits) {
    return absl::InvalidArgumentError(
        absl::StrCat("`min_digits` is ", min_digits, ": use 1 to ", kMaxMinDigits));
  }
  std::string replacement =
      scrub.has_replacement() ? scrub.replacement() : std::string(kDefaultReplacement);
  if (replacement.size() > kMaxReplacementBytes || replacement.find('\0') != std::string::npos ||
      FindInvalidUtf8(replacement) != absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat("`replacement` ", Quoted(replacement),
                                                   " isn't a text of at most ",
                                                   kMaxReplacementBytes, " bytes"));
  }
  return std::make_unique<ScrubMask>(type, min_digits, std::move(replacement));
}

}  // namespace sudare
