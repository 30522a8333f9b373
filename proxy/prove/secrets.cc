#include "proxy/prove/secrets.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

namespace sudare::prove {
namespace {

constexpr size_t kLongNumber = 6;

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// Full-width digits become plain ones.
std::string Folded(absl::string_view text) {
  std::string folded;
  for (size_t i = 0; i < text.size(); ++i) {
    const absl::string_view character = text.substr(i, 3);
    const bool is_full_width = character.size() == 3 && character[0] == '\xEF' &&
                               character[1] == '\xBC' && character[2] >= '\x90' &&
                               character[2] <= '\x99';
    if (is_full_width) {
      folded.push_back(static_cast<char>('0' + (character[2] - '\x90')));
      i += 2;
    } else {
      folded.push_back(text[i]);
    }
  }
  return folded;
}

// Without what people write between digits. Line breaks stay: values of two rows are no number.
std::string Joined(absl::string_view folded) {
  return absl::StrReplaceAll(
      folded,
      {{"-", ""}, {" ", ""}, {"\u3000", ""}, {"\uFF0D", ""}, {"\u2010", ""}, {"\u30FC", ""}});
}

std::string WithoutZeros(absl::string_view digits) {
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  return std::string(digits);
}

std::vector<std::string> DigitRuns(absl::string_view folded) {
  std::vector<std::string> runs;
  for (size_t i = 0; i < folded.size(); ++i) {
    if (!IsDigit(folded[i])) continue;
    size_t end = i;
    while (end < folded.size() && IsDigit(folded[end])) ++end;
    runs.emplace_back(folded.substr(i, end - i));
    i = end;
  }
  return runs;
}

}  // namespace

void Secrets::AddNeedle(const std::string& needle, absl::string_view secret) {
  needles_.emplace(needle, secret);
}

void Secrets::AddNumber(absl::string_view digits) {
  const std::string plain = Joined(Folded(digits));
  const std::string stripped = WithoutZeros(plain);
  if (stripped.size() < kLongNumber) {
    if (plain.size() >= kLongNumber) AddNeedle(plain, digits);
    if (stripped.size() > 2) short_numbers_.emplace(stripped, digits);
    return;
  }
  AddNeedle(stripped, digits);
  if (plain.size() < 10) return;
  AddNeedle(std::string(plain.rbegin(), plain.rend()), digits);
  AddNeedle(absl::BytesToHexString(plain), digits);
}

void Secrets::AddText(absl::string_view text) {
  const std::string folded = Folded(text);
  // Two characters of Japanese are six bytes; two of ASCII are everywhere.
  if (folded.size() < 4) return;
  AddNeedle(folded, text);
  AddNeedle(Joined(folded), text);
  AddNeedle(absl::BytesToHexString(text), text);
  std::string base64 = absl::Base64Escape(text);
  base64.erase(base64.find_last_not_of('=') + 1);
  if (base64.size() >= 8) AddNeedle(base64, text);
}

void Secrets::Add(absl::string_view value) {
  const std::string plain = Joined(Folded(value));
  const bool is_number = !plain.empty() && std::all_of(plain.begin(), plain.end(), IsDigit);
  if (is_number) {
    AddNumber(value);
  } else {
    AddText(value);
  }
}

std::vector<std::string> Secrets::FoundIn(absl::string_view text) const {
  const std::string folded = Folded(text);
  const std::string joined = Joined(folded);
  std::set<std::string> found;
  for (const auto& [needle, secret] : needles_) {
    if (absl::StrContains(folded, needle) || absl::StrContains(joined, needle)) {
      found.insert(secret);
    }
  }
  for (const std::string& run : DigitRuns(folded)) {
    const auto secret = short_numbers_.find(WithoutZeros(run));
    if (secret != short_numbers_.end()) found.insert(secret->second);
  }
  return {found.begin(), found.end()};
}

}  // namespace sudare::prove
