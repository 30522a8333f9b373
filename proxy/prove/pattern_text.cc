#include "proxy/prove/pattern_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/utf8.h"

namespace sudare::prove {
namespace {

constexpr char kDigits[] = "0123456789";
constexpr char kLower[] = "abcdefghijklmnopqrstuvwxyz";
constexpr char kUpper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
// Repetitions of what may be repeated without end.
constexpr int kMany = 4;
constexpr int kMaxRepeat = 200;

// Recursive descent over the expression, which is read again for each repetition of a group.
class Generation {
 public:
  Generation(absl::string_view pattern, Random& random) : rest_(pattern), random_(random) {}

  std::optional<std::string> Run() {
    std::string text = Alternatives();
    if (is_odd_ || !rest_.empty()) return std::nullopt;
    return text;
  }

 private:
  std::string Alternatives() {
    std::vector<std::string> alternatives = {Sequence()};
    while (!is_odd_ && absl::StartsWith(rest_, "|")) {
      rest_.remove_prefix(1);
      alternatives.push_back(Sequence());
    }
    return random_.Pick(alternatives);
  }

  std::string Sequence() {
    std::string text;
    while (!is_odd_ && !rest_.empty() && rest_[0] != '|' && rest_[0] != ')') {
      const absl::string_view start = rest_;
      std::string first = Atom();
      const auto [low, high] = Repetition();
      const absl::string_view after = rest_;
      const int times = random_.Between(low, high);
      if (times > 0) text += first;
      for (int i = 1; i < times && !is_odd_; ++i) {
        rest_ = start;
        text += Atom();
      }
      rest_ = after;
    }
    return text;
  }

  std::string Atom() {
    const char first = rest_[0];
    if (first == '^' || first == '$') {
      rest_.remove_prefix(1);
      return "";
    }
    if (first == '(') return Group();
    if (first == '[') return Class();
    if (first == '\\') return Escape();
    if (first == '*' || first == '+' || first == '?' || first == '{') {
      is_odd_ = true;
      return "";
    }
    const size_t length = FirstCharacter(rest_).length;
    std::string character(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return first == '.' ? OneOf(absl::StrCat(kLower, kDigits)) : character;
  }

  std::string Group() {
    rest_.remove_prefix(1);
    if (absl::StartsWith(rest_, "?:")) rest_.remove_prefix(2);
    if (absl::StartsWith(rest_, "?")) is_odd_ = true;
    std::string text = Alternatives();
    if (!absl::StartsWith(rest_, ")")) {
      is_odd_ = true;
      return "";
    }
    rest_.remove_prefix(1);
    return text;
  }

  std::string Escape() {
    if (rest_.size() < 2) {
      is_odd_ = true;
      return "";
    }
    const char letter = rest_[1];
    rest_.remove_prefix(2);
    if (letter == 'd') return OneOf(kDigits);
    if (letter == 'w') return OneOf(absl::StrCat(kLower, kDigits));
    if (letter == 's') return " ";
    if (absl::ascii_isalnum(static_cast<unsigned char>(letter))) is_odd_ = true;
    return std::string(1, letter);
  }

  std::string Class() {
    rest_.remove_prefix(1);
    if (absl::StartsWith(rest_, "^")) is_odd_ = true;
    std::string members;
    while (!is_odd_ && !rest_.empty() && (rest_[0] != ']' || members.empty())) {
      if (AddNamed("[:digit:]", kDigits, &members) || AddNamed("[:lower:]", kLower, &members) ||
          AddNamed("[:upper:]", kUpper, &members) ||
          AddNamed("[:alpha:]", absl::StrCat(kLower, kUpper), &members) ||
          AddNamed("[:alnum:]", absl::StrCat(kLower, kDigits), &members) ||
          AddNamed("\\d", kDigits, &members)) {
        continue;
      }
      if (rest_[0] == '\\') rest_.remove_prefix(1);
      // Characters of several bytes are left to trial.
      if (rest_.empty() || (rest_[0] & 0x80) != 0) {
        is_odd_ = true;
        break;
      }
      char low = rest_[0];
      rest_.remove_prefix(1);
      char high = low;
      if (rest_.size() >= 2 && rest_[0] == '-' && rest_[1] != ']') {
        high = rest_[1];
        rest_.remove_prefix(2);
      }
      for (int c = low; c <= high; ++c) members += static_cast<char>(c);
    }
    if (rest_.empty() || members.empty()) {
      is_odd_ = true;
      return "";
    }
    rest_.remove_prefix(1);
    return OneOf(members);
  }

  bool AddNamed(absl::string_view name, absl::string_view characters, std::string* members) {
    if (!absl::StartsWith(rest_, name)) return false;
    rest_.remove_prefix(name.size());
    absl::StrAppend(members, characters);
    return true;
  }

  std::pair<int, int> Repetition() {
    if (rest_.empty()) return {1, 1};
    const char sign = rest_[0];
    if (sign == '?' || sign == '*' || sign == '+') {
      rest_.remove_prefix(1);
      return {sign == '+' ? 1 : 0, sign == '?' ? 1 : kMany};
    }
    if (sign != '{') return {1, 1};
    rest_.remove_prefix(1);
    const int low = Number();
    int high = low;
    if (absl::StartsWith(rest_, ",")) {
      rest_.remove_prefix(1);
      high = absl::StartsWith(rest_, "}") ? low + kMany : Number();
    }
    if (!absl::StartsWith(rest_, "}") || low > high || high > kMaxRepeat) {
      is_odd_ = true;
      return {1, 1};
    }
    rest_.remove_prefix(1);
    return {low, high};
  }

  int Number() {
    int number = 0;
    while (!rest_.empty() && absl::ascii_isdigit(static_cast<unsigned char>(rest_[0])) &&
           number < 10000) {
      number = number * 10 + (rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    return number;
  }

  std::string OneOf(absl::string_view characters) {
    return std::string(1, characters[random_.Below(characters.size())]);
  }

  absl::string_view rest_;
  Random& random_;
  bool is_odd_ = false;
};

}  // namespace

std::optional<std::string> TextLike(absl::string_view pattern, Random& random) {
  return Generation(pattern, random).Run();
}

}  // namespace sudare::prove
