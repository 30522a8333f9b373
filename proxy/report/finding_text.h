// What a finding says, in sentences that need no knowledge of databases.
#ifndef SUDARE_PROXY_REPORT_FINDING_TEXT_H_
#define SUDARE_PROXY_REPORT_FINDING_TEXT_H_

#include <string>

#include "proto/audit_report.pb.h"
#include "proxy/report/words.h"

namespace sudare::report {

struct FindingText {
  // "大量の読み出し"
  std::string title;
  // What happened, with figures, and what was usual.
  std::string what;
  // What to ask or do about it.
  std::string advice;
};

// Plain text, not escaped for anything. Pure.
FindingText TextOf(const sudare::v1::AuditReport::Finding& finding, const Words& words);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_FINDING_TEXT_H_
