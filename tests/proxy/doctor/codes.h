// What tests ask of findings.
#ifndef SUDARE_TESTS_PROXY_DOCTOR_CODES_H_
#define SUDARE_TESTS_PROXY_DOCTOR_CODES_H_

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "proxy/doctor/finding.h"
#include "proxy/doctor/words.h"

namespace sudare::doctor {

// In the order in which they were found.
inline std::vector<std::string> Codes(const Findings& findings) {
  std::vector<std::string> codes;
  for (const Finding& finding : findings.all()) codes.push_back(finding.code);
  return codes;
}

// All there is to read about a finding, in both languages.
inline std::string AllWordsOf(const Finding& finding) {
  std::string text = finding.where;
  for (const Language language : {Language::kEnglish, Language::kJapanese}) {
    const Told told = Tell(finding, language);
    text += "\n" + told.what + "\n" + told.why + "\n" + told.next;
  }
  return text;
}

// Of Findings: there is one of this code, and its place and words hold `text`; no place for a fact
// is left empty.
MATCHER_P2(Tells, code, text, std::string("tells ") + code + " with " + text) {
  for (const Finding& finding : arg.all()) {
    if (std::string(finding.code) != code) continue;
    const std::string words = AllWordsOf(finding);
    if (words.find(text) != std::string::npos && words.find('$') == std::string::npos) return true;
    *result_listener << "found: " << words << "\n";
  }
  return false;
}

// Of Findings: none of this code.
MATCHER_P(DoesNotTell, code, std::string("does not tell ") + code) {
  for (const Finding& finding : arg.all()) {
    if (std::string(finding.code) == code) return false;
  }
  return true;
}

}  // namespace sudare::doctor

#endif  // SUDARE_TESTS_PROXY_DOCTOR_CODES_H_
