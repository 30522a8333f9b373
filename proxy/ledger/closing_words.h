// The closing report's words in Japanese and English: texts free of markup, for the screen and the
// page.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_LEDGER_CLOSING_WORDS_H_
#define SUDARE_PROXY_LEDGER_CLOSING_WORDS_H_

#include <string>
#include <utility>
#include <vector>

#include "proto/ledger.pb.h"
#include "proxy/report/words.h"

namespace sudare::ledger {

// What a fact is called, and the fact.
using Facts = std::vector<std::pair<std::string, std::string>>;

// Who, when, what for.
Facts WindowFacts(const sudare::v1::ClosingReport& report, const report::Words& words);
// How much was done.
Facts UseFacts(const sudare::v1::ClosingReport& report, const report::Words& words);

// "2026-11-27 19:02:11", in Japan.
std::string StepTime(const sudare::v1::ClosingReport::Step& step);
// What happened, and who did it; "" if it happened by itself.
std::string StepText(const sudare::v1::ClosingReport::Step& step, const report::Words& words);
std::string StepWho(const sudare::v1::ClosingReport::Step& step);

// "【要確認】大量の読み出し:…": a finding in a line.
std::string FindingLine(const sudare::v1::AuditReport::Finding& finding,
                        const report::Words& words);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_CLOSING_WORDS_H_
