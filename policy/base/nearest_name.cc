#include "policy/base/nearest_name.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/utf8.h"

namespace sudare {
namespace {

// Longer names are no typing errors, and more of them not worth the time.
constexpr size_t kMaxCharacters = 128;
constexpr size_t kMaxNames = 5000;

std::u32string Characters(absl::string_view text) {
  std::u32string characters;
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    characters.push_back(character.code_point);
    text.remove_prefix(character.length);
  }
  return characters;
}

std::u32string LowerCharacters(absl::string_view text) {
  return Characters(absl::AsciiStrToLower(text));
}

size_t Distance(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::vector<std::string> NearestNames(absl::string_view wanted,
                                      const std::vector<std::string>& names, size_t limit) {
  const std::u32string characters = LowerCharacters(wanted);
  if (characters.empty() || characters.size() > kMaxCharacters) return {};
  const size_t tolerance = std::max<size_t>(1, characters.size() / 3);
  // By distance, then by distance with the case looked at.
  std::vector<std::tuple<size_t, size_t, std::string>> near;
  for (size_t i = 0; i < names.size() && i < kMaxNames; ++i) {
    const std::u32string name = LowerCharacters(names[i]);
    const size_t shorter = std::min(name.size(), characters.size());
    const size_t longer = std::max(name.size(), characters.size());
    if (longer - shorter > tolerance) continue;
    const size_t distance = Distance(characters, name);
    if (distance > tolerance || names[i] == wanted) continue;
    near.emplace_back(distance, Distance(Characters(wanted), Characters(names[i])), names[i]);
  }
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  if (near.size() > limit) near.resize(limit);
  std::vector<std::string> result;
  for (auto& [distance, with_case, name] : near) result.push_back(std::move(name));
  return result;
}

std::string DidYouMean(absl::string_view wanted, const std::vector<std::string>& names) {
  const std::vector<std::string> near = NearestNames(wanted, names, 1);
  if (near.empty()) return "";
  return absl::StrCat("did you mean ", Quoted(near[0]), "?");
}

}  // namespace sudare
