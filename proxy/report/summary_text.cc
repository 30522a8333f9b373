#include "proxy/report/summary_text.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "proxy/report/period.h"
#include "proxy/report/slow_days.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditReport;

std::string PeriodName(const AuditReport& report, const Words& words) {
  if (!report.month().empty()) {
    absl::CivilMonth month;
    absl::ParseCivilTime(report.month(), &month);
    return words.Month(month);
  }
  return absl::StrCat(report.first_day(), words("から", " to "), report.last_day());
}

std::string VolumeSentence(const AuditReport& report, const Words& words) {
  const AuditReport::Total& total = report.total();
  size_t accounts = 0;
  for (const auto& account : report.accounts()) accounts += account.total().queries() > 0 ? 1 : 0;
  if (total.queries() == 0) {
    return Filled(words("$0には、問合せの実行はありませんでした。", "No query ran in $0."),
                  {PeriodName(report, words)});
  }
  return Filled(
      words("$0には、$1アカウントが$2件の問合せを実行し、合わせて$3行を読み出しました。",
            "In $0, $1 [account|accounts] ran $2 [query|queries] and read $3 [row|rows] in all."),
      {PeriodName(report, words), Number(accounts), Number(total.queries()), Number(total.rows())});
}

// Nothing on record is not nothing done.
bool BeginsLater(const AuditReport& report) {
  return report.log().has_first_record() &&
         IsAfterDay(report.log().first_record(), report.last_day());
}

std::string BeginningSentence(const AuditReport& report, const Words& words) {
  return Filled(words("監査記録は$0に始まっており、$1のことは記録されていません。",
                      "The audit log begins on $0: it tells nothing of $1."),
                {TimeText(report.log().first_record()).substr(0, 10), PeriodName(report, words)});
}

std::string ComparisonSentence(const AuditReport& report, const Words& words) {
  const uint32_t days = report.log().baseline_days();
  if (days == 0) {
    return words(
        "比べられる以前の記録がないため、「いつもと違う」かどうかは決まった基準だけで判断しています"
        "。",
        "There is no earlier log to compare with: what is unusual is judged by fixed "
        "thresholds alone.");
  }
  return Filled(words("「いつもと違う」かどうかは、直前の$0日間の記録と比べて判断しています。",
                      "What is unusual is judged by the $0 [day|days] before."),
                {Number(days)});
}

std::string OrganizationSentence(const AuditReport& report, const Words& words) {
  return Filled(
      words("この報告書は、$0 のアカウントがしたことと、$0 "
            "の人が接続する予定だった作業時間の枠だけのものです。",
            "This report is of what accounts of $0 did, and of the maintenance windows in which "
            "persons of $0 were to connect, and of nothing else."),
      {report.options().organization()});
}

std::string RefusalSentence(const AuditReport& report, const Words& words) {
  const AuditReport::Total& total = report.total();
  if (total.refusals() == 0) {
    return words("拒否された要求はありませんでした。", "No request was refused.");
  }
  return Filled(
      words("$0件の要求が拒否され、うち$1件は許可された時間の外での試みでした。拒否された要求では、"
            "データは一切読み出されていません。",
            "$0 [request was|requests were] refused, $1 of them outside of a maintenance window. "
            "Of refused "
            "requests, nothing was read."),
      {Number(total.refusals()), Number(total.off_window())});
}

std::string DetokenizationSentence(const AuditReport& report, const Words& words) {
  uint64_t values = 0;
  for (const auto& use : report.detokenizations()) {
    if (use.kind() == "VALUE" && use.status() == "OK") values += use.count();
  }
  if (values == 0) {
    return words("職員による仮名(トークン)の本人照会はありませんでした。",
                 "No member of staff looked up who stands behind a token.");
  }
  return Filled(words("職員が仮名(トークン)の本人を$0件照会しました。",
                      "Staff looked up what stands behind $0 [token|tokens]."),
                {Number(values)});
}

}  // namespace

bool IsOfOrganization(const AuditReport& report) {
  return !report.options().organization().empty();
}

std::vector<std::string> SummaryOf(const AuditReport& report, const Words& words) {
  std::vector<std::string> sentences;
  const bool is_damaged = !report.log().damage().empty();
  if (is_damaged) {
    sentences.push_back(words(
        "監査記録の検証に失敗しました。改ざんまたは破損があります。以下の数は損傷より前の記録だけ"
        "のもので、その後に何があったかは分かりません。",
        "VERIFICATION FAILED: the audit log was altered or is damaged. What follows is of the "
        "records before the damage only; what happened after it isn't known."));
  }
  const bool begins_later = BeginsLater(report);
  if (begins_later) {
    sentences.push_back(BeginningSentence(report, words));
  } else {
    sentences.push_back(VolumeSentence(report, words));
    sentences.push_back(RefusalSentence(report, words));
  }
  if (IsOfOrganization(report)) {
    sentences.insert(sentences.begin(), OrganizationSentence(report, words));
  } else if (!begins_later) {
    sentences.push_back(DetokenizationSentence(report, words));
  }
  if (!is_damaged) {
    sentences.push_back(words("監査記録のつながりを検証し、欠けや改ざんは見つかりませんでした。",
                              "The chain of the audit log was verified; nothing is missing or "
                              "altered."));
  }
  sentences.push_back(ComparisonSentence(report, words));
  if (!report.is_complete()) {
    sentences.push_back(words("期間はまだ終わっていません。この報告書は途中経過です。",
                              "The period isn't over: this report is preliminary."));
  }
  return sentences;
}

std::vector<std::string> RulesOf(const AuditReport& report, const Words& words) {
  const auto& o = report.options();
  const std::string rise = Number(o.rise());
  return {
      Filled(
          words(
              "大量の読み出し: "
              "1日に$0行以上で、かつこれまでの最多の日の$1倍を超えたとき。または$2行以上で、"
              "最多の日の10倍を超えたとき。",
              "Bulk reading: $0 rows in a day and more than $1 times the busiest day before; or $2 "
              "rows and more than ten times that day."),
          {Number(o.bulk_rows_per_day()), rise, Number(o.bulk_rows_per_day() / 10)}),
      Filled(words("大きな問合せ: 1件で$0行以上。", "Large query: $0 rows or more."),
             {Number(o.bulk_rows_per_query())}),
      Filled(
          words(
              "しらみつぶしの照会: "
              "結果が$0行以下の同じ形の問合せが、10分間に$1回以上、または1日に$2回以上で、"
              "かつこれまでの最多の$3倍を超えたとき(10分間は5分刻みで数えます)。",
              "Enumeration: one shape of query with $0 rows or fewer each time, $1 times within "
              "ten minutes (counted in steps of five) or $2 times in a day, and more than $3 times "
              "the most before."),
          {Number(o.enumeration_rows()), Number(o.enumeration_runs()),
           Number(o.enumeration_runs_per_day()), rise}),
      Filled(
          words("少しずつ広がる閲覧: その月に初めて見る人が、$0日以上にわたり、合わせて$1人以上で、"
                "かつこれまでの月の最多の$2倍を超えたとき(人数の上限がある役割だけ)。",
                "Ever new people: on $0 days of a month or more, $1 people who were new to the "
                "account in it, and more than $2 times the most in a month before (roles with a "
                "budget of persons only)."),
          {Number(kSlowDays), Number(o.new_persons_per_month()), rise}),
      Filled(words("時間外: 平日の$0時から$1時まで以外、土曜・日曜と指定した休日(日本時間)。",
                   "Odd hours: all but $0 to $1 o'clock in Japan from Monday to Friday, and "
                   "named holidays."),
             {Number(o.first_hour()), Number(o.last_hour())}),
      Filled(words("拒否の増加: 1日に$0件以上で、かつこれまでの$1倍を超えたとき。",
                   "Many refusals: $0 in a day, and more than $1 times what was before."),
             {Number(o.refusals_per_day()), rise}),
      Filled(words("ログインの失敗: 1日に$0回以上。仮名の照会: 1人が1日に$1件以上。",
                   "Failed log-ins: $0 in a day. Look-ups of tokens: $1 by one person in a "
                   "day."),
             {Number(o.failed_logins()), Number(o.detokenizations_per_day())}),
      words(
          "必ず知らせるもの: "
          "許可された時間の外での試み、誓約書や役割のないアカウントの試み、職員用の機能への試み、"
          "警告があるままの承認、回線の切替えなどの失敗、自動切断、規則の却下、記録の修復と破損。",
          "Always told: attempts outside of a window, without pledge or role, or at what is for "
          "staff; windows that were approved in spite of a warning, whose programs failed, or "
          "that closed by themselves; rejected policies; a log that was repaired or damaged."),
  };
}

}  // namespace sudare::report
