#include "proxy/audit/statement.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace sudare::audit {
namespace {

constexpr absl::string_view kSignature = " signature=";
constexpr absl::string_view kTimeFormat = "%Y-%m-%dT%H:%M:%E3SZ";
constexpr size_t kSignatureBytes = 64;

bool MayStand(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("-_./:@").find(c) != absl::string_view::npos;
}

}  // namespace

std::string ToLine(const SignedStatement& statement) {
  return absl::StrCat(statement.text, kSignature, absl::Base64Escape(statement.signature));
}

std::optional<SignedStatement> FromLine(absl::string_view line) {
  const size_t at = line.rfind(kSignature);
  if (at == absl::string_view::npos) return std::nullopt;
  SignedStatement statement;
  statement.text = std::string(line.substr(0, at));
  if (!absl::Base64Unescape(line.substr(at + kSignature.size()), &statement.signature) ||
      statement.signature.size() != kSignatureBytes || ToLine(statement) != line) {
    return std::nullopt;
  }
  return statement;
}

SignatureCheck CheckSignature(const SignedStatement& statement, absl::string_view key_id,
                              const std::vector<Ed25519PublicKey>& keys) {
  bool is_known = false;
  for (const Ed25519PublicKey& key : keys) {
    if (key.id() != key_id) continue;
    is_known = true;
    if (key.Verifies(statement.text, statement.signature)) return SignatureCheck::kGood;
  }
  return is_known ? SignatureCheck::kForged : SignatureCheck::kUnknownKey;
}

std::string FieldText(absl::string_view text) {
  std::string field;
  for (const char c : text) {
    if (MayStand(c)) {
      field.push_back(c);
    } else {
      absl::StrAppendFormat(&field, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return field;
}

std::optional<std::string> FromFieldText(absl::string_view field) {
  std::string text;
  while (!field.empty()) {
    if (field[0] != '%') {
      text.push_back(field[0]);
      field.remove_prefix(1);
      continue;
    }
    if (field.size() < 3 || !absl::ascii_isxdigit(static_cast<unsigned char>(field[1])) ||
        !absl::ascii_isxdigit(static_cast<unsigned char>(field[2]))) {
      return std::nullopt;
    }
    text += absl::HexStringToBytes(field.substr(1, 2));
    field.remove_prefix(3);
  }
  return text;
}

std::string FieldTime(absl::Time time) {
  return absl::FormatTime(kTimeFormat, time, absl::UTCTimeZone());
}

FieldReader::FieldReader(absl::string_view text, absl::string_view head)
    : rest_(text), good_(absl::ConsumePrefix(&rest_, head)) {}

absl::string_view FieldReader::Text(absl::string_view name) {
  good_ = good_ && absl::ConsumePrefix(&rest_, " ") && absl::ConsumePrefix(&rest_, name) &&
          absl::ConsumePrefix(&rest_, "=");
  if (!good_) return {};
  const absl::string_view value = rest_.substr(0, rest_.find(' '));
  rest_.remove_prefix(value.size());
  return value;
}

uint64_t FieldReader::Number(absl::string_view name) {
  uint64_t number = 0;
  good_ = absl::SimpleAtoi(Text(name), &number) && good_;
  return good_ ? number : 0;
}

absl::Time FieldReader::Time(absl::string_view name) {
  absl::Time time;
  std::string ignored;
  const std::string text(Text(name));
  good_ = good_ && absl::ParseTime(kTimeFormat, text, absl::UTCTimeZone(), &time, &ignored);
  return time;
}

}  // namespace sudare::audit
