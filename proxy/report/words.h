// Words of a report in Japanese and English, for people who never saw a log.
#ifndef SUDARE_PROXY_REPORT_WORDS_H_
#define SUDARE_PROXY_REPORT_WORDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace sudare::report {

enum class Language { kJapanese, kEnglish };

// "ja" and "en"; unset for others.
std::optional<Language> LanguageOf(absl::string_view name);

// Thread-safety: immutable.
class Words {
 public:
  explicit Words(Language language) : language_(language) {}

  Language language() const { return language_; }
  bool is_japanese() const { return language_ == Language::kJapanese; }
  // The one that is wanted; both stand together where they are used.
  const char* operator()(const char* japanese, const char* english) const {
    return is_japanese() ? japanese : english;
  }

  // Why something was refused (ErrorDetail.reason), in words, or the code itself.
  std::string Reason(absl::string_view reason) const;
  // A form in which a column was seen ("redact").
  std::string Mask(absl::string_view mask) const;
  // An event of the server ("POLICY_LOADED"), and what caused a policy to be loaded.
  std::string Event(absl::string_view event) const;
  std::string Cause(absl::string_view cause) const;
  // A command of a maintenance window (WindowCommand.Event).
  std::string Command(absl::string_view event) const;
  // The half of "English / 日本語" that is wanted; the whole where it isn't clear which is which.
  std::string Half(absl::string_view both) const;
  // "2026年10月" or "October 2026".
  std::string Month(absl::CivilMonth month) const;
  // A name, or what stands where nobody is known.
  std::string Name(absl::string_view name) const;

 private:
  const Language language_;
};

// `text` with $0, $1, … replaced by `arguments`, and "[query|queries]" by its first word if the
// argument before it is "1", else by its second.
std::string Filled(absl::string_view text, const std::vector<std::string>& arguments);

// "1,234,567"
std::string Number(uint64_t number);
// "12.3 MiB"
std::string Bytes(uint64_t bytes);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_WORDS_H_
