// What each code of a finding means: its topic, how bad it is, and its words in every language.
//
// The tables stand in words_*.cc, one a topic. A code that isn't in them can't be told, and
// tests/proxy/doctor looks that each is documented and tested.
#ifndef SUDARE_PROXY_DOCTOR_WORDS_H_
#define SUDARE_PROXY_DOCTOR_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "proxy/doctor/finding.h"

namespace sudare::doctor {

// In the order in which a report tells them.
enum class Topic {
  kConfiguration,
  kPolicy,
  kFiles,
  kTls,
  kDoors,
  kDatabase,
  kPrivileges,
  kClock,
  kDisk,
  kAudit,
  kProxies,
};

enum class State {
  kOk,
  // Worth knowing, and no reason to change anything.
  kNote,
  kWarning,
  kError,
  // The check could not be made: nothing is known, so it is not ok.
  kNotChecked,
};

enum class Language { kEnglish, kJapanese };

// $0, $1, … stand for the facts of the finding.
struct Sentences {
  const char* what;
  // Why it matters, and what to do next. Empty where all is well.
  const char* why = "";
  const char* next = "";
};

struct Words {
  const char* code;
  State state;
  Sentences english;
  Sentences japanese;
};

struct TopicWords {
  Topic topic;
  // For programs.
  const char* name;
  const char* english;
  const char* japanese;
  absl::Span<const Words> words;
};

// Every topic, in order.
const std::vector<TopicWords>& AllWords();

struct Entry {
  const TopicWords* topic;
  const Words* words;
};
// REQUIRES: the code is in the tables.
Entry FindWords(absl::string_view code);

struct Told {
  std::string what;
  std::string why;
  std::string next;
};
Told Tell(const Finding& finding, Language language);

// For programs: "ok", "note", "warning", "error", "not-checked".
absl::string_view StateName(State state);

// The tables. Each lives as long as the process.
absl::Span<const Words> ConfigurationWords();
absl::Span<const Words> PolicyWords();
absl::Span<const Words> FileWords();
absl::Span<const Words> TlsWords();
absl::Span<const Words> DoorWords();
absl::Span<const Words> DatabaseWords();
absl::Span<const Words> PrivilegeWords();
absl::Span<const Words> ClockWords();
absl::Span<const Words> DiskWords();
absl::Span<const Words> AuditWords();
absl::Span<const Words> ProxyWords();

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_WORDS_H_
