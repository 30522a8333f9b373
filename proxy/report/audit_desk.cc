#include "proxy/report/audit_desk.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"
#include "proxy/identity/duty.h"
#include "proxy/report/document.h"
#include "proxy/report/entry_filter.h"
#include "proxy/report/entry_reader.h"
#include "proxy/report/period.h"
#include "proxy/report/report.h"

namespace sudare {
namespace {

using sudare::v1::AuditReport;
using sudare::v1::LogAccess;
using sudare::v1::Staff;

constexpr size_t kMostRemarksBytes = 1000;
// Enough of a digest to type from paper, too much to meet by chance.
constexpr size_t kLeastDigest = 16;

constexpr StaffMatter kMatter = {"read the audit log", "ask the city; its reviewers read the log"};

std::string PeriodText(const sudare::v1::AuditFilter& filter) {
  if (!filter.has_from() && !filter.has_to()) return "";
  return absl::StrCat(filter.has_from() ? report::TimeText(filter.from()) : "", " - ",
                      filter.has_to() ? report::TimeText(filter.to()) : "");
}

absl::StatusOr<report::Period> PeriodOf(const sudare::v1::AuditReportRequest& request) {
  return request.month().empty() ? report::DaysPeriod(request.first_day(), request.last_day())
                                 : report::MonthPeriod(request.month());
}

}  // namespace

absl::Status AuditDesk::Admit(const LogReaders::Access& access) {
  const absl::Status status =
      CheckDuty(access.policy, access.caller, {Staff::AUDIT}, "AUDIT", kMatter);
  // Monitoring asks for the status again and again, and a sign-off is a record of its own.
  const bool is_recorded = access.kind != LogAccess::STATUS && access.kind != LogAccess::SIGN_OFF;
  if (!status.ok() || is_recorded) SUDARE_RETURN_IF_ERROR(parts_.readers->Record(access, status));
  return status;
}

absl::Status AuditDesk::Search(const Policy& policy, const StaffCaller& caller,
                               const sudare::v1::SearchAuditRequest& request,
                               const EntrySink& sink) {
  SUDARE_RETURN_IF_ERROR(Admit({policy, caller, LogAccess::SEARCH, PeriodText(request.filter())}));
  const LogReaders::Place reading(parts_.readers);
  SUDARE_RETURN_IF_ERROR(reading.status());
  uint64_t left = request.limit() == 0 ? UINT64_MAX : request.limit();
  report::EntryFilter filter(request.filter());
  return LogErrorForClient(
      report::ReadEntries(parts_.folder, [&](const sudare::v1::AuditEntry& entry) {
        if (left == 0 || !filter.Matches(entry)) return;
        left = sink(entry) ? left - 1 : 0;
      }).status());
}

absl::Status AuditDesk::Export(const Policy& policy, const StaffCaller& caller,
                               const sudare::v1::ExportAuditRequest& request,
                               const RecordSink& sink) {
  SUDARE_RETURN_IF_ERROR(Admit({policy, caller, LogAccess::EXPORT, PeriodText(request.filter())}));
  const LogReaders::Place reading(parts_.readers);
  SUDARE_RETURN_IF_ERROR(reading.status());
  bool goes_on = true;
  return LogErrorForClient(
      VerifyAuditLog(parts_.folder, "", [&](const sudare::v1::AuditRecord& record) {
        if (!goes_on || !report::IsInPeriod(request.filter(), record.time())) return;
        goes_on = sink(record);
      }).status());
}

absl::StatusOr<sudare::v1::AuditReportResponse> AuditDesk::Report(
    const Policy& policy, const StaffCaller& caller,
    const sudare::v1::AuditReportRequest& request) {
  const absl::StatusOr<report::Period> period = PeriodOf(request);
  const std::string text =
      period.ok()
          ? absl::StrCat(report::DayText(period->first), " - ", report::DayText(period->last),
                         request.options().organization().empty() ? "" : ", only ",
                         request.options().organization())
          : "";
  SUDARE_RETURN_IF_ERROR(Admit({policy, caller, LogAccess::REPORT, text}));
  if (!period.ok()) return LogErrorForClient(period.status());
  const LogReaders::Place reading(parts_.readers);
  SUDARE_RETURN_IF_ERROR(reading.status());
  const auto made = report::MakeReport(parts_.folder, *period, request.options(), parts_.clock());
  if (!made.ok()) return LogErrorForClient(made.status());
  auto document = report::DocumentOf(*made, request.format(), request.language());
  if (!document.ok()) return LogErrorForClient(document.status());
  sudare::v1::AuditReportResponse response;
  response.set_document(*std::move(document));
  response.set_digest(made->digest());
  response.set_needs_attention(static_cast<uint32_t>(report::NeedsAttention(*made)));
  response.set_log_is_whole(made->log().damage().empty());
  return response;
}

absl::StatusOr<AuditReport> AuditDesk::ReportToSign(const StaffCaller& caller,
                                                    const sudare::v1::SignOffRequest& request) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  SUDARE_ASSIGN_OR_RETURN(const report::Period period, report::MonthPeriod(request.month()));
  if (request.remarks().size() > kMostRemarksBytes) {
    return LogRefusal(kInvalid, "REMARKS_TOO_LONG",
                      absl::StrCat("the remarks have more than ", kMostRemarksBytes, " bytes"),
                      "keep them short, and file the rest with the printed report");
  }
  if (request.report_digest().size() < kLeastDigest) {
    return LogRefusal(kInvalid, "NO_DIGEST", "the digest of the report that was read is missing",
                      "give it as the report shows it, its first 16 digits or more");
  }
  const absl::Time now = parts_.clock();
  if (now < period.end()) {
    return LogRefusal(absl::StatusCode::kFailedPrecondition, "MONTH_NOT_OVER",
                      absl::StrCat("the month ", Quoted(request.month()), " isn't over"),
                      "sign it off when it is");
  }
  SUDARE_ASSIGN_OR_RETURN(AuditReport made, report::MakeReport(parts_.folder, period, {}, now));
  if (!made.log().damage().empty()) return absl::DataLossError(made.log().damage());
  if (!made.log().has_first_record() || report::TimeOf(made.log().first_record()) >= period.end()) {
    return LogRefusal(kInvalid, "NO_SUCH_MONTH",
                      absl::StrCat("the log begins after ", Quoted(request.month())), "");
  }
  if (report::IsOperator(made, caller.staff)) {
    return LogRefusal(absl::StatusCode::kPermissionDenied, "OPERATOR_MAY_NOT_SIGN",
                      absl::StrCat("staff member ", Quoted(caller.staff), " acted in ",
                                   Quoted(request.month()), " and may not sign it off"),
                      "another member with the duty AUDIT has to");
  }
  if (!absl::StartsWith(made.digest(), request.report_digest())) {
    return LogRefusal(absl::StatusCode::kFailedPrecondition, "OTHER_REPORT",
                      "the digest is not that of the month's report with the default options",
                      "make the report again, read it, and give its digest");
  }
  for (const auto& signature : made.signatures()) {
    if (signature.is_of_this_report() && signature.reviewer() == caller.staff) {
      return LogRefusal(absl::StatusCode::kAlreadyExists, "ALREADY_SIGNED",
                        absl::StrCat("you have signed ", Quoted(request.month()), " off already"),
                        "");
    }
  }
  return made;
}

absl::StatusOr<sudare::v1::SignOffResponse> AuditDesk::SignOff(
    const Policy& policy, const StaffCaller& caller, const sudare::v1::SignOffRequest& request) {
  const LogReaders::Access access = {policy, caller, LogAccess::SIGN_OFF, request.month()};
  SUDARE_RETURN_IF_ERROR(Admit(access));
  const LogReaders::Place reading(parts_.readers);
  SUDARE_RETURN_IF_ERROR(reading.status());
  const absl::StatusOr<AuditReport> made = ReportToSign(caller, request);
  if (!made.ok()) {
    const absl::Status refused = LogErrorForClient(made.status());
    SUDARE_RETURN_IF_ERROR(parts_.readers->Record(access, refused));
    return refused;
  }
  sudare::v1::AuditRecord record;
  sudare::v1::SignOff* out = record.mutable_sign_off();
  out->set_month(request.month());
  out->mutable_reviewer()->set_staff(caller.staff);
  out->mutable_reviewer()->set_method("certificate");
  out->mutable_reviewer()->set_peer(caller.peer);
  out->set_report_digest(made->digest());
  out->set_remarks(request.remarks());
  out->set_policy_hash(policy.hash());
  SUDARE_RETURN_IF_ERROR(parts_.audit->AppendDurably(std::move(record)));
  parts_.calendar->SignedOff(request.month());
  sudare::v1::SignOffResponse response;
  response.set_report_digest(made->digest());
  response.set_reviewer(caller.staff);
  return response;
}

absl::StatusOr<sudare::v1::AuditStatusResponse> AuditDesk::Status(
    const Policy& policy, const StaffCaller& caller, const sudare::v1::AuditStatusRequest&) {
  SUDARE_RETURN_IF_ERROR(Admit({policy, caller, LogAccess::STATUS, ""}));
  sudare::v1::AuditStatusResponse response;
  response.set_writable(parts_.audit->Health().ok());
  response.set_is_known(parts_.is_known());
  response.set_damage(parts_.damage());
  response.set_grace_days(parts_.calendar->rules().grace_days);
  if (!response.is_known()) return response;
  const absl::Time now = parts_.clock();
  for (auto& month : parts_.calendar->Unsigned(now)) response.add_unsigned_months(month);
  for (auto& month : parts_.calendar->Overdue(now)) response.add_overdue_months(month);
  return response;
}

absl::StatusOr<sudare::v1::VerifyAuditResponse> AuditDesk::Verify(
    const Policy& policy, const StaffCaller& caller,
    const sudare::v1::VerifyAuditRequest& request) {
  SUDARE_RETURN_IF_ERROR(Admit({policy, caller, LogAccess::VERIFY, ""}));
  const LogReaders::Place reading(parts_.readers);
  SUDARE_RETURN_IF_ERROR(reading.status());
  const auto verified = VerifyAuditLog(parts_.folder, request.expected_head());
  if (!verified.ok()) return LogErrorForClient(verified.status());
  sudare::v1::VerifyAuditResponse response;
  response.set_records(verified->records);
  response.set_segments(verified->segments);
  response.set_head(verified->head);
  response.set_torn_tail(verified->torn_tail);
  return response;
}

}  // namespace sudare
