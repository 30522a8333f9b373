#include "policy/text/source_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "policy/base/utf8.h"

namespace sudare::text {
namespace {

std::string WithoutByteOrderMark(std::string text) {
  constexpr absl::string_view kMark = "\xEF\xBB\xBF";
  if (absl::string_view(text).substr(0, kMark.size()) == kMark) text.erase(0, kMark.size());
  return text;
}

// Stars out what `hide` tells to, from `begin` on and in place, so that columns stay.
template <typename Predicate>
size_t StarWhile(size_t begin, Predicate hide, std::string* line) {
  while (begin < line->size() && hide((*line)[begin])) (*line)[begin++] = '*';
  return begin;
}

// What follows "$argon2", wherever it stands.
void StarPasswordHashes(std::string* line) {
  constexpr char kStart[] = "$argon2";
  const auto is_part = [](unsigned char c) {
    return absl::ascii_isalnum(c) || absl::string_view("$=,+/").find(c) != absl::string_view::npos;
  };
  size_t found = line->find(kStart);
  while (found != std::string::npos) {
    found = line->find(kStart, StarWhile(found + sizeof(kStart) - 1, is_part, line));
  }
}

// The value of `password_hash`, which someone may have set to the password itself.
void StarPasswords(std::string* line) {
  constexpr char kField[] = "password_hash";
  size_t found = line->find(kField);
  while (found != std::string::npos) {
    found += sizeof(kField) - 1;
    const size_t value = std::min(line->find_first_not_of(" \t:", found), line->size());
    const char quote = value < line->size() ? (*line)[value] : ' ';
    found = quote == '"' || quote == '\''
                ? StarWhile(
                      value + 1, [quote](char c) { return c != quote; }, line)
                : StarWhile(
                      value, [](char c) { return c != ' ' && c != '}'; }, line);
    found = line->find(kField, found);
  }
}

}  // namespace

SourceText::SourceText(std::string file, std::string text)
    : file_(std::move(file)), text_(WithoutByteOrderMark(std::move(text))), line_starts_({0}) {
  for (size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

absl::string_view SourceText::Line(size_t line) const {
  if (line >= line_starts_.size()) return "";
  const size_t start = line_starts_[line];
  const size_t end = line + 1 < line_starts_.size() ? line_starts_[line + 1] - 1 : text_.size();
  return absl::StripSuffix(absl::string_view(text_).substr(start, end - start), "\r");
}

size_t SourceText::LineOf(size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return after - line_starts_.begin() - 1;
}

SourcePlace SourceText::PlaceAt(size_t offset) const {
  offset = std::min(offset, text_.size());
  const size_t line = LineOf(offset);
  const size_t start = line_starts_[line];
  const size_t before = CountCharacters(absl::string_view(text_).substr(start, offset - start));
  return {file_, static_cast<int>(line + 1), static_cast<int>(before + 1)};
}

Issue SourceText::IssueAt(size_t offset, std::string message, std::string advice) const {
  Issue issue;
  issue.code = "syntax";
  issue.place = PlaceAt(offset);
  issue.message = std::move(message);
  issue.advice = std::move(advice);
  issue.source_line = ShownLine(Line(issue.place.line - 1));
  return issue;
}

std::string ShownLine(absl::string_view line) {
  std::string shown;
  while (!line.empty()) {
    const Utf8Character character = FirstCharacter(line);
    const char32_t c = character.code_point;
    const bool control = (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0);
    if (control || !character.valid) {
      shown += '?';
    } else {
      shown.append(line.data(), character.length);
    }
    line.remove_prefix(character.length);
  }
  StarPasswordHashes(&shown);
  StarPasswords(&shown);
  return shown;
}

}  // namespace sudare::text
