#include "proxy/ledger/ledger_lines.h"

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/ledger/ledger_words.h"
#include "proxy/report/csv.h"
#include "proxy/report/period.h"

namespace sudare::ledger {
namespace {

using report::Number;
using sudare::v1::Ledger;
using sudare::v1::LedgerRow;
using sudare::v1::Window;
using sudare::v1::WindowEvent;
using sudare::v1::WindowPerson;

// Headings and texts come in pairs, so that neither is ever without the other.
class Line {
 public:
  explicit Line(const Words& words) : words_(words) {}

  Line& Add(absl::string_view japanese, absl::string_view english, std::string text) {
    headings_.emplace_back(words_.is_japanese() ? japanese : english);
    texts_.push_back(std::move(text));
    return *this;
  }
  Line& Add(absl::string_view japanese, absl::string_view english, uint64_t number) {
    return Add(japanese, english, absl::StrCat(number));
  }
  std::vector<std::string>& headings() { return headings_; }
  std::vector<std::string>& texts() { return texts_; }

 private:
  const Words& words_;
  std::vector<std::string> headings_;
  std::vector<std::string> texts_;
};

template <typename Make>
std::string Persons(const Window& window, Make make) {
  return absl::StrJoin(window.persons(), "; ",
                       [&](std::string* out, const WindowPerson& person) { *out += make(person); });
}

Line ScreenLine(const LedgerRow& row, const Words& words) {
  const Window& window = row.window();
  Line line(words);
  line.Add("番号", "window", window.id())
      .Add("状態", "state", StateText(window.state(), words))
      .Add("予定", "planned", SpanText(window.planned_start(), window.planned_end()))
      .Add("申請", "requested", WhoText(EventOf(window, WindowEvent::REQUESTED), words))
      .Add("承認", "approved", WhoText(EventOf(window, WindowEvent::APPROVED), words));
  for (const auto& [event, japanese, english] :
       {std::make_tuple(EventOf(window, WindowEvent::OPENED), "接続", "connected"),
        std::make_tuple(EndOf(window), "切断", "disconnected")}) {
    line.Add(japanese, english,
             event == nullptr ? "" : absl::StrCat(WhenText(event), " ", WhoText(event, words)));
  }
  return line
      .Add("作業者", "persons",
           Persons(window,
                   [](const WindowPerson& person) {
                     return absl::StrCat(person.name(), " (", person.organization(), ")");
                   }))
      .Add("目的", "purpose", absl::StrCat(window.purpose(), " (", window.ticket(), ")"))
      .Add("問合せ", "queries", Number(row.use().queries()))
      .Add("行数", "rows", Number(row.use().rows()))
      .Add("拒否", "refused", Number(row.use().refusals()));
}

void AddEvent(absl::string_view japanese, absl::string_view english, const WindowEvent* event,
              Line* line) {
  line->Add(absl::StrCat(japanese, "者"), absl::StrCat(english, "_by"),
            event == nullptr ? "" : event->staff())
      .Add(absl::StrCat(japanese, "者の職・氏名"), absl::StrCat(english, "_title"),
           event == nullptr ? "" : event->title())
      .Add(absl::StrCat(japanese, "日時"), absl::StrCat(english, "_at"),
           event == nullptr ? "" : report::TimeText(event->time()));
}

void AddPersons(const Window& window, Line* line) {
  line->Add("作業者", "persons",
            Persons(window, [](const WindowPerson& person) { return person.name(); }))
      .Add("アカウント", "accounts",
           Persons(window, [](const WindowPerson& person) { return person.account(); }))
      .Add("所属", "organizations",
           Persons(window, [](const WindowPerson& person) { return person.organization(); }))
      .Add("誓約書", "pledges",
           Persons(window, [](const WindowPerson& person) { return person.pledge(); }))
      .Add("誓約書の有効期限", "pledges_valid_until",
           Persons(window, [](const WindowPerson& person) { return person.pledge_expires(); }));
}

void AddUse(const LedgerRow& row, const Words& words, Line* line) {
  line->Add("問合せ", "queries", row.use().queries())
      .Add("失敗した問合せ", "failed_queries", row.use().failed_queries())
      .Add("行数", "rows", row.use().rows())
      .Add("行数の上限", "row_budget", row.window().row_budget())
      .Add("バイト数", "bytes", row.use().bytes())
      .Add("拒否", "refusals", row.use().refusals())
      .Add("見えた情報", "classes", absl::StrJoin(ClassLines(row, words), "; "))
      .Add("仮名の照会", "token_calls", row.detokenizations());
}

Line CsvTexts(const LedgerRow& row, const Ledger& ledger, const Words& words) {
  const Window& window = row.window();
  const WindowEvent* const end = EndOf(window);
  Line line(words);
  line.Add("番号", "window", window.id())
      .Add("状態", "state", StateText(window.state(), words))
      .Add("役割", "role", window.role())
      .Add("予定の開始", "planned_start", report::TimeText(window.planned_start()))
      .Add("予定の終了", "planned_end", report::TimeText(window.planned_end()));
  AddEvent("申請", "requested", EventOf(window, WindowEvent::REQUESTED), &line);
  AddEvent("承認", "approved", EventOf(window, WindowEvent::APPROVED), &line);
  AddEvent("接続", "connected", EventOf(window, WindowEvent::OPENED), &line);
  AddEvent("切断", "disconnected", end, &line);
  line.Add("自動切断", "disconnected_by_itself",
           end != nullptr && IsAutomatic(*end) ? EventText(end->kind(), words) : "");
  AddPersons(window, &line);
  line.Add("目的", "purpose", window.purpose())
      .Add("障害票", "ticket", window.ticket())
      .Add("電話確認", "telephone", window.telephone());
  AddUse(row, words, &line);
  line.Add("備考", "remarks", absl::StrJoin(RemarkLines(row, ledger.log(), words), "; "))
      .Add("記録の検証", "log_verification", VerificationText(ledger.log(), words))
      .Add("最後の記録", "log_last_record", ledger.log().records())
      .Add("そのハッシュ", "log_head", ledger.log().head());
  return line;
}

}  // namespace

LedgerTable ScreenTable(const Ledger& ledger, const Words& words) {
  LedgerTable table;
  table.headings = ScreenLine(LedgerRow(), words).headings();
  for (const LedgerRow& row : ledger.windows()) {
    table.lines.push_back(ScreenLine(row, words).texts());
  }
  return table;
}

std::vector<std::string> FootLines(const Ledger& ledger, const Words& words) {
  std::vector<std::string> lines;
  lines.push_back(
      absl::StrCat(ledger.first_day(), " – ", ledger.last_day(), words(" ", ": "),
                   report::Filled(words("$0件", "$0 [window|windows]"),
                                  {Number(static_cast<uint64_t>(ledger.windows_size()))})));
  if (ledger.not_listed() > 0) {
    lines.push_back(report::Filled(words("ほかに$0件(多すぎるため省略。期間を短くしてください)",
                                         "and $0 more, too many to list: ask for a shorter period"),
                                   {Number(ledger.not_listed())}));
  }
  lines.push_back(
      absl::StrCat(words("監査記録の検証 ", "audit log: "), VerificationText(ledger.log(), words)));
  lines.push_back(HeadText(ledger.log(), words));
  return lines;
}

std::string LedgerCsv(const Ledger& ledger, const Words& words) {
  std::string csv = report::CsvLine(CsvTexts(LedgerRow(), ledger, words).headings());
  for (const LedgerRow& row : ledger.windows()) {
    csv += report::CsvLine(CsvTexts(row, ledger, words).texts());
  }
  return csv;
}

}  // namespace sudare::ledger
