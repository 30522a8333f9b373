#include "proxy/report/html_tables.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/report/clipped.h"
#include "proxy/report/html.h"
#include "proxy/report/period.h"
#include "proxy/report/svg_chart.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditReport;

constexpr size_t kMostSqlShown = 260;

std::string Nothing(const char* text) {
  return absl::StrCat("<p class=\"none\">", Escaped(text), "</p>\n");
}

// "1,234 (12)": the second only if there is one.
std::string With(uint64_t number, uint64_t among) {
  return among == 0 ? Number(number) : absl::StrCat(Number(number), " (", Number(among), ")");
}

std::string MinuteText(const google::protobuf::Timestamp& time) {
  return TimeText(time).substr(0, 16);
}

template <typename Names>
std::string Joined(const Names& names, const Words& words) {
  return absl::StrJoin(names, words("、", ", "));
}

BarChart DaysChart(const AuditReport& report, const char* title, const char* style,
                   uint64_t (AuditReport::Day::*value)() const) {
  BarChart chart{title, style, {}};
  for (const auto& day : report.days()) {
    Bar bar;
    // Without the zero: "3".
    bar.label = day.day().substr(day.day()[8] == '0' ? 9 : 8);
    bar.value = (day.*value)();
    bar.title = absl::StrCat(day.day(), ": ", Number(bar.value));
    bar.is_shaded = day.is_day_off();
    chart.bars.push_back(std::move(bar));
  }
  return chart;
}

std::string HoursChart(const AuditReport& report, const Words& words) {
  HeatMap map;
  map.title = words("曜日と時刻ごとの問合せの件数(枠は執務時間)",
                    "Queries by weekday and hour (framed: working hours)");
  constexpr const char* kDays[2][7] = {{"月", "火", "水", "木", "金", "土", "日"},
                                       {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}};
  for (const char* day : kDays[words.is_japanese() ? 0 : 1]) map.rows.push_back(day);
  for (int hour = 0; hour < 24; ++hour) map.columns.push_back(absl::StrCat(hour));
  map.values.assign(report.hours().begin(), report.hours().end());
  for (uint32_t at = 0; at < 7 * 24; ++at) {
    const uint32_t hour = at % 24;
    map.is_framed.push_back(at / 24 < 5 && hour >= report.options().first_hour() &&
                            hour < report.options().last_hour());
  }
  return Svg(map);
}

std::string SqlHtml(const std::string& sql) {
  return absl::StrCat("<code>", Escaped(Clipped(sql, kMostSqlShown)), "</code>");
}

}  // namespace

std::string AccountsHtml(const AuditReport& report, const Words& words) {
  HtmlTable table({{words("アカウント", "Account")},
                   {words("所属", "Organization")},
                   {words("問合せ", "Queries"), true},
                   {words("行数", "Rows"), true},
                   {words("人数", "People"), true},
                   {words("1日の行数 以前→今回", "Rows a day, before → now"), true},
                   {words("拒否 (うち許可時間外)", "Refused (off-window)"), true},
                   {words("ログイン (失敗)", "Log-ins (failed)"), true},
                   {words("作業した日", "Days"), true},
                   {words("最初と最後", "First and last")}});
  const auto days = static_cast<uint64_t>(report.days_size());
  const uint64_t days_before = report.log().baseline_days();
  for (const auto& account : report.accounts()) {
    const auto& total = account.total();
    const std::string before =
        days_before == 0 ? "–" : Number(account.before().rows() / days_before);
    const auto day = [](const google::protobuf::Timestamp& time) {
      return TimeText(time).substr(0, 10);
    };
    table.RawRow({Escaped(words.Name(account.account())), Escaped(account.organization()),
                  Number(total.queries()), Number(total.rows()),
                  account.has_persons() ? Number(account.persons()) : "–",
                  absl::StrCat(before, " → ", Number(total.rows() / days)),
                  With(total.refusals(), total.off_window()),
                  With(total.logins(), total.failed_logins()), Number(account.active_days()),
                  absl::StrCat("<span class=\"t\">", day(account.first()),
                               "</span><br><span class=\"t\">", day(account.last()), "</span>")});
  }
  if (table.empty()) return Nothing(words("だれも接続していません。", "Nobody connected."));
  std::string purposes;
  for (const auto& account : report.accounts()) {
    if (account.purposes().empty()) continue;
    absl::StrAppend(&purposes, "<li><b>", Escaped(words.Name(account.account())),
                    "</b>: ", Escaped(Joined(account.purposes(), words)), "</li>\n");
  }
  const std::string accounts = absl::StrCat(
      table.Html(), "<p class=\"note\">",
      Escaped(
          words("人数は、データを表示した人の数です(同じ人は月ごとに1回)。「–」は、人数の上限がない"
                "役割など、数えていないものです。",
                "People: how many different people's data was shown, each counted once a month. "
                "–: nobody was counted, as of roles without a budget of people.")),
      "</p>\n");
  if (purposes.empty()) return accounts;
  return absl::StrCat(accounts, "<p>", words("申告された目的:", "Purposes that were given:"),
                      "</p>\n<ul>\n", purposes, "</ul>\n");
}

std::string ChartsHtml(const AuditReport& report, const Words& words) {
  // Where anybody counts, every day is counted.
  const bool counts_persons = report.days_size() > 0 && report.days(0).has_new_persons();
  return absl::StrCat(
      Svg(DaysChart(report, words("日ごとの問合せの件数", "Queries by day"), "q",
                    &AuditReport::Day::queries)),
      Svg(DaysChart(report, words("日ごとの読み出した行数", "Rows by day"), "r",
                    &AuditReport::Day::rows)),
      counts_persons
          ? Svg(DaysChart(report,
                          words("日ごとの、その月に初めて表示した人数",
                                "People who were new to an account in the month, by day"),
                          "r", &AuditReport::Day::new_persons))
          : "",
      Svg(DaysChart(report, words("日ごとの拒否の件数", "Refusals by day"), "x",
                    &AuditReport::Day::refusals)),
      HoursChart(report, words), "<p class=\"note\">",
      Escaped(words("灰色の帯は休日です。時刻は日本時間です。",
                    "Grey bands are days off. Times are those of Japan.")),
      "</p>\n");
}

std::string ClassesHtml(const AuditReport& report, const Words& words) {
  struct Sum {
    uint64_t queries = 0;
    uint64_t rows = 0;
    std::set<std::string> accounts;
  };
  std::map<std::pair<std::string, std::string>, Sum> sums;
  for (const auto& use : report.classes()) {
    Sum& sum = sums[{use.class_(), use.mask()}];
    sum.queries += use.queries();
    sum.rows += use.rows();
    sum.accounts.insert(use.account());
  }
  if (sums.empty()) {
    return Nothing(words("読み出された情報はありません。", "No data was read."));
  }
  HtmlTable table({{words("情報の種類", "Class of data")},
                   {words("見え方", "Form")},
                   {words("問合せ", "Queries"), true},
                   {words("行数", "Rows"), true},
                   {words("アカウント", "Accounts")}});
  for (const auto& [key, sum] : sums) {
    table.Row({key.first.empty() ? words("(種類なし)", "(no class)") : key.first,
               words.Mask(key.second), Number(sum.queries), Number(sum.rows),
               Joined(sum.accounts, words)});
  }
  return table.Html();
}

std::string RefusalsHtml(const AuditReport& report, const Words& words) {
  HtmlTable table({{words("だれが", "Who")},
                   {words("理由", "Why")},
                   {words("件数", "Count"), true},
                   {words("最初", "First")},
                   {words("最後", "Last")}});
  for (const auto& use : report.refusals()) {
    const std::string mark =
        use.is_off_window()
            ? absl::StrCat(" <b class=\"mark\">", words("許可時間外", "off-window"), "</b>")
            : "";
    const std::string reason = words.Reason(use.reason().empty() ? use.status() : use.reason());
    table.RawRow(
        {Escaped(words.Name(use.account().empty() ? use.staff() : use.account())),
         absl::StrCat(Escaped(reason), " <small>", Escaped(use.reason()), "</small>", mark),
         Number(use.count()), MinuteText(use.first()), MinuteText(use.last())});
  }
  return table.empty() ? Nothing(words("拒否はありません。", "Nothing was refused."))
                       : table.Html();
}

std::string StaffHtml(const AuditReport& report, const Words& words) {
  std::string out;
  HtmlTable calls({{words("職員", "Staff")},
                   {words("内容", "What")},
                   {words("情報の種類", "Class of data")},
                   {words("結果", "Result")},
                   {words("件数", "Count"), true},
                   {words("目的", "Purposes")}});
  for (const auto& use : report.detokenizations()) {
    calls.Row({words.Name(use.staff().empty() ? use.account() : use.staff()),
               use.kind() == "TRACE" ? words("仮名の出所を調べた", "traced a token")
                                     : words("仮名の本人を照会した", "looked a token up"),
               Joined(use.classes(), words),
               use.status() == "OK" ? words("回答", "answered") : words.Reason(use.reason()),
               Number(use.count()), Joined(use.purposes(), words)});
  }
  out += calls.empty() ? Nothing(words("仮名(トークン)の照会はありません。",
                                       "No token was looked up or traced."))
                       : calls.Html();
  HtmlTable members({{words("職員", "Staff")},
                     {words("仮名の照会", "Look-ups"), true},
                     {words("出所の調べ", "Traces"), true},
                     {words("規則の読み込み", "Policy loads"), true},
                     {words("作業時間の枠", "Windows"), true},
                     {words("記録の閲覧", "Readings of this log"), true},
                     {words("拒否", "Refused"), true},
                     {words("この期間の確認者になれるか", "May sign this period off")}});
  for (const auto& member : report.staff()) {
    members.Row({member.staff(), Number(member.values()), Number(member.traces()),
                 Number(member.policy_changes()), Number(member.window_changes()),
                 Number(member.log_reads()), Number(member.denied()),
                 member.is_operator() ? words("いいえ(作業した)", "no: acted in it")
                                      : words("はい", "yes")});
  }
  return members.empty() ? out : out + members.Html();
}

std::string ShapesHtml(const AuditReport& report, const Words& words) {
  if (report.shapes().empty()) {
    return Nothing(words("問合せはありません。", "There was no query."));
  }
  HtmlTable table({{words("アカウント", "Account")},
                   {words("問合せの形", "Query")},
                   {words("回数", "Runs"), true},
                   {words("行数", "Rows"), true}});
  for (const auto& shape : report.shapes()) {
    const std::string mark =
        shape.is_new() ? absl::StrCat("<b class=\"mark\">", words("初", "new"), "</b> ") : "";
    table.RawRow({Escaped(words.Name(shape.account())),
                  absl::StrCat(mark, SqlHtml(shape.normalized_sql()), "<br><small>",
                               Escaped(shape.fingerprint()), "</small>"),
                  Number(shape.runs()), Number(shape.rows())});
  }
  return absl::StrCat(
      "<p class=\"note\">",
      Escaped(words(
          "行数の多いものと、これまでにないもの(「初」)です。条件の値($1 など)は記録されません。",
          "Those that read most, and new ones. Values ($1 and the like) are not on "
          "record.")),
      "</p>\n", table.Html());
}

std::string PoliciesHtml(const AuditReport& report, const Words& words) {
  if (report.events().empty()) {
    return Nothing(words("この記録にはありません。", "The log tells of none."));
  }
  HtmlTable table({{words("日時", "Time")},
                   {words("出来事", "Event")},
                   {words("規則のハッシュ", "Hash of the policy")}});
  for (const auto& event : report.events()) {
    table.Row({TimeText(event.time()), words.Event(event.what()), event.policy_hash()});
  }
  return table.Html();
}

std::string EventsHtml(const AuditReport& report, const Words& words) {
  if (report.events().empty()) {
    return Nothing(words("規則の変更やサーバの停止はありません。",
                         "The policy didn't change, and the server neither started nor stopped."));
  }
  HtmlTable table({{words("日時", "Time")},
                   {words("出来事", "Event")},
                   {words("きっかけ", "Cause")},
                   {words("職員", "Staff")},
                   {words("規則の番号(先頭)", "Policy (start of its hash)")},
                   {words("内容", "Detail")}});
  for (const auto& event : report.events()) {
    table.Row({TimeText(event.time()), words.Event(event.what()), words.Cause(event.cause()),
               event.staff(), event.policy_hash().substr(0, 12), event.detail()});
  }
  return table.Html();
}

}  // namespace sudare::report
