// Secrets: values that must never be seen, found in whatever spelling they come.
//
//   Secrets secrets;
//   secrets.AddNumber("012345678901");
//   secrets.AddText("佐藤 一郎");
//   EXPECT_THAT(secrets.FoundIn("no. １２３４５-678 901"), ElementsAre("012345678901"));
#ifndef SUDARE_PROXY_PROVE_SECRETS_H_
#define SUDARE_PROXY_PROVE_SECRETS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare::prove {

// Thread-safety: one thread at a time.
class Secrets {
 public:
  // Found plain, hyphenated, spaced, full-width, without leading zeros, reversed, in hexadecimal,
  // and inside a
  // longer run of digits. Numbers of fewer than six digits only where they stand alone.
  void AddNumber(absl::string_view digits);

  // Found as it is, without its spaces, in hexadecimal and in Base64. Ignored if shorter than two
  // characters or if it is a number of few digits: those say nothing.
  void AddText(absl::string_view text);

  // A number if it holds digits and separators only, else a text.
  void Add(absl::string_view value);

  // The secrets in `text`, each once.
  std::vector<std::string> FoundIn(absl::string_view text) const;

  size_t size() const { return needles_.size(); }

 private:
  void AddNeedle(const std::string& needle, absl::string_view secret);

  // What to look for in the folded text -> the secret.
  std::map<std::string, std::string> needles_;
  // Looked for as whole runs of digits.
  std::map<std::string, std::string> short_numbers_;
};

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_SECRETS_H_
