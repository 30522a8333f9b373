#include "proxy/ledger/ledger_desk.h"

#include "policy/base/status_macros.h"
#include "proto/audit.pb.h"
#include "proto/policy.pb.h"
#include "proxy/identity/duty.h"
#include "proxy/ledger/ledger_document.h"

namespace sudare {
namespace {

using sudare::v1::LedgerResponse;
using sudare::v1::LogAccess;
using sudare::v1::Staff;

constexpr StaffMatter kMatter = {"read the ledger of maintenance windows",
                                 "ask the city; its staff keep the ledger"};

}  // namespace

absl::Status LedgerDesk::Admit(const LogReaders::Access& access) {
  // Those who run windows keep their ledger; reviewers look into it.
  const absl::Status status =
      CheckDuty(access.policy, access.caller, {Staff::AUDIT, Staff::APPROVE, Staff::CONNECT},
                "AUDIT, APPROVE or CONNECT", kMatter);
  SUDARE_RETURN_IF_ERROR(readers_.Record(access, status));
  return status;
}

absl::StatusOr<LedgerResponse> LedgerDesk::Ledger(const Policy& policy, const StaffCaller& caller,
                                                  const sudare::v1::LedgerRequest& request) {
  SUDARE_RETURN_IF_ERROR(Admit({policy, caller, LogAccess::LEDGER, ledger::PeriodOf(request)}));
  const LogReaders::Place place(&readers_);
  SUDARE_RETURN_IF_ERROR(place.status());
  auto response = ledger::AnswerLedger(folder_, request, clock_());
  return response.ok() ? response : LogErrorForClient(response.status());
}

absl::StatusOr<LedgerResponse> LedgerDesk::ClosingReport(
    const Policy& policy, const StaffCaller& caller,
    const sudare::v1::ClosingReportRequest& request) {
  SUDARE_RETURN_IF_ERROR(Admit({policy, caller, LogAccess::CLOSING_REPORT, request.window()}));
  const LogReaders::Place place(&readers_);
  SUDARE_RETURN_IF_ERROR(place.status());
  auto response = ledger::AnswerClosingReport(folder_, request, clock_());
  return response.ok() ? response : LogErrorForClient(response.status());
}

}  // namespace sudare
