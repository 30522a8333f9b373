// The ledger's words in Japanese and English: short texts about a window, free of markup.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_LEDGER_LEDGER_WORDS_H_
#define SUDARE_PROXY_LEDGER_LEDGER_WORDS_H_

#include <string>
#include <vector>

#include "google/protobuf/timestamp.pb.h"
#include "proto/ledger.pb.h"
#include "proxy/ledger/window_events.h"
#include "proxy/report/words.h"

namespace sudare::ledger {

using report::Words;

std::string StateText(sudare::v1::Window::State state, const Words& words);
std::string EventText(sudare::v1::WindowEvent::Kind kind, const Words& words);

// "人事課長 阿部 和子 (personnel-section-head)", or the name alone; of what happened by itself,
// what that was. Null: "".
std::string WhoText(const sudare::v1::WindowEvent* event, const Words& words);
// "2026-11-27 19:00", in Japan; "" if it isn't set. Of no event: "".
std::string WhenText(const google::protobuf::Timestamp& time);
std::string WhenText(const sudare::v1::WindowEvent* event);
// "2026-11-27 19:00 – 21:00"
std::string SpanText(const google::protobuf::Timestamp& from,
                     const google::protobuf::Timestamp& to);
// "誓約書 2026-014、2027-03-31まで"
std::string PledgeText(const sudare::v1::WindowPerson& person, const Words& words);

// Which classes were seen, a line for each form: "仮名(トークン): employee_no、name".
std::vector<std::string> ClassLines(const sudare::v1::LedgerRow& row, const Words& words);
// What else there is to know: why it was rejected or taken back, remarks, what isn't on record.
std::vector<std::string> RemarkLines(const sudare::v1::LedgerRow& row,
                                     const sudare::v1::LedgerLog& log, const Words& words);

// "完全(欠け・改ざんなし)", or what is wrong.
std::string VerificationText(const sudare::v1::LedgerLog& log, const Words& words);
// "記録 #1,234、ハッシュ 5f1c…": the head to be kept elsewhere.
std::string HeadText(const sudare::v1::LedgerLog& log, const Words& words);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_LEDGER_WORDS_H_
