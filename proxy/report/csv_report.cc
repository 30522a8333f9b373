#include "proxy/report/csv_report.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/report/csv.h"
#include "proxy/report/finding_text.h"
#include "proxy/report/period.h"
#include "proxy/report/summary_text.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditReport;

class Writer {
 public:
  // Of which subject and detail the next items are.
  void About(std::string section, std::string subject = "", std::string detail = "") {
    section_ = std::move(section);
    subject_ = std::move(subject);
    detail_ = std::move(detail);
  }
  void Item(const std::string& item, const std::string& value) {
    text_ += CsvLine({section_, subject_, detail_, item, value});
  }
  void Item(const std::string& item, uint64_t value) { Item(item, absl::StrCat(value)); }
  std::string text() const {
    return CsvLine({"section", "subject", "detail", "item", "value"}) + text_;
  }

 private:
  std::string section_;
  std::string subject_;
  std::string detail_;
  std::string text_;
};

void WriteTotal(const AuditReport::Total& total, Writer* out) {
  out->Item("queries", total.queries());
  out->Item("rows", total.rows());
  out->Item("bytes", total.bytes());
  out->Item("failed_queries", total.failed_queries());
  out->Item("odd_hour_queries", total.odd_hour_queries());
  out->Item("refusals", total.refusals());
  out->Item("off_window", total.off_window());
  out->Item("logins", total.logins());
  out->Item("failed_logins", total.failed_logins());
}

void WriteHead(const AuditReport& report, const Words& words, Writer* out) {
  out->About("report");
  out->Item("first_day", report.first_day());
  out->Item("last_day", report.last_day());
  if (IsOfOrganization(report)) out->Item("organization", report.options().organization());
  out->Item("made_at", TimeText(report.made_at()));
  out->Item("digest", report.digest());
  for (const std::string& sentence : SummaryOf(report, words)) out->Item("summary", sentence);
  const AuditReport::Log& log = report.log();
  out->About("log");
  out->Item("records", log.records());
  out->Item("head", log.head());
  out->Item("first_sequence", log.first_sequence());
  out->Item("last_sequence", log.last_sequence());
  out->Item("last_hash", log.last_hash());
  out->Item("damage", log.damage());
  out->Item("baseline_days", log.baseline_days());
}

void WriteFindings(const AuditReport& report, const Words& words, Writer* out) {
  for (const auto& finding : report.findings()) {
    const FindingText text = TextOf(finding, words);
    const std::string& by = finding.account().empty() ? finding.staff() : finding.account();
    out->About("finding", finding.window().empty() ? by : finding.window(),
               AuditReport::Finding::Rule_Name(finding.rule()));
    out->Item(finding.needs_attention() ? "attention" : "note", text.what);
  }
}

void WriteUse(const AuditReport& report, Writer* out) {
  out->About("total");
  WriteTotal(report.total(), out);
  if (!IsOfOrganization(report)) {
    out->Item("detokenizations", report.total().detokenizations());
  }
  for (const auto& account : report.accounts()) {
    out->About("account", account.account(), account.organization());
    WriteTotal(account.total(), out);
    if (account.has_persons()) out->Item("persons", account.persons());
    out->Item("active_days", account.active_days());
    out->Item("largest_query_rows", account.largest_query_rows());
  }
  for (const auto& use : report.classes()) {
    out->About("class", use.account(), absl::StrCat(use.class_(), "/", use.mask()));
    out->Item("queries", use.queries());
    out->Item("rows", use.rows());
  }
  for (const auto& day : report.days()) {
    out->About("day", day.day());
    out->Item("queries", day.queries());
    out->Item("rows", day.rows());
    if (day.has_new_persons()) out->Item("new_persons", day.new_persons());
    out->Item("refusals", day.refusals());
    out->Item("off_window", day.off_window());
    out->Item("detokenizations", day.detokenizations());
  }
}

void WriteRefusals(const AuditReport& report, Writer* out) {
  for (const auto& use : report.refusals()) {
    out->About("refusal", use.account().empty() ? use.staff() : use.account(),
               use.reason().empty() ? use.status() : use.reason());
    out->Item(use.is_off_window() ? "off_window" : "count", use.count());
  }
}

void WriteStaff(const AuditReport& report, const Words& words, Writer* out) {
  for (const auto& use : report.detokenizations()) {
    out->About("detokenization", use.staff().empty() ? use.account() : use.staff(),
               absl::StrCat(use.kind(), " ", use.status()));
    out->Item("count", use.count());
    if (!use.purposes().empty()) out->Item("purposes", absl::StrJoin(use.purposes(), "; "));
  }
  for (const auto& window : report.windows()) {
    out->About("window", window.window(), window.role());
    out->Item("queries", window.queries());
    out->Item("rows", window.rows());
    if (window.has_persons_seen()) out->Item("persons", window.persons_seen());
    for (const auto& step : window.steps()) {
      out->Item(step.what(), absl::StrCat(TimeText(step.time()), " ", step.staff()));
    }
    for (const std::string& warning : window.warnings()) {
      out->Item("warning", words.Half(warning));
    }
    if (!window.approval_remark().empty()) {
      out->Item("approval_remark", window.approval_remark());
    }
    for (const auto& failed : window.failed_commands()) {
      out->Item(absl::StrCat("failed_", failed.event()), failed.count());
    }
  }
  for (const auto& event : report.events()) {
    out->About("event", TimeText(event.time()), event.what());
    out->Item("policy_hash", event.policy_hash());
  }
  for (const auto& signature : report.signatures()) {
    out->About("sign_off", signature.reviewer(), signature.month());
    out->Item("report_digest", signature.report_digest());
    out->Item("remarks", signature.remarks());
  }
}

}  // namespace

std::string CsvReport(const AuditReport& report, const Words& words) {
  Writer out;
  WriteHead(report, words, &out);
  WriteFindings(report, words, &out);
  WriteUse(report, &out);
  WriteRefusals(report, &out);
  WriteStaff(report, words, &out);
  return out.text();
}

}  // namespace sudare::report
