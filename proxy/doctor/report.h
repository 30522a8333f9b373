// The findings of an examination as a checklist for people and as JSON for programs.
#ifndef SUDARE_PROXY_DOCTOR_REPORT_H_
#define SUDARE_PROXY_DOCTOR_REPORT_H_

#include <cstddef>
#include <string>

#include "proxy/doctor/finding.h"
#include "proxy/doctor/words.h"

namespace sudare::doctor {

struct ReportOptions {
  Language language = Language::kEnglish;
  // Warnings are told and counted as errors.
  bool strict = false;
  // Columns of the terminal; longer lines are folded.
  size_t width = 100;
  // Colours, for terminals.
  bool colours = false;
};

struct Counts {
  size_t ok = 0;
  size_t notes = 0;
  size_t warnings = 0;
  size_t errors = 0;
  size_t not_checked = 0;
};
Counts Count(const Findings& findings, bool strict);

// Whether the examination ends badly: there are errors; with `strict` also if something could not
// be checked.
bool HasFailed(const Findings& findings, bool strict);

// By topic: each finding with its code, what, why and what to do. Names from elsewhere can't move
// the cursor.
std::string ReportAsText(const Findings& findings, const ReportOptions& options);

// {"errors":…,"warnings":…,"notes":…,"not_checked":…,"ok":…,"policy":…,"findings":[…]}, in
// docs/doctor.md. `policy` is the hash of the files' policy; empty if it has errors.
std::string ReportAsJson(const Findings& findings, const std::string& policy,
                         const ReportOptions& options);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_REPORT_H_
