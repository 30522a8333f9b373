// A ledger or a closing report as a document, in the format and language that were asked for.
#ifndef SUDARE_PROXY_LEDGER_LEDGER_DOCUMENT_H_
#define SUDARE_PROXY_LEDGER_LEDGER_DOCUMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proto/ledger.pb.h"
#include "proto/window.pb.h"

namespace sudare::ledger {

// What WindowService answers, from a log's folder. kInvalidArgument: no such period, format or
// language. Others: as MakeLedger.
absl::StatusOr<sudare::v1::LedgerResponse> AnswerLedger(const std::string& folder,
                                                        const sudare::v1::LedgerRequest& request,
                                                        absl::Time now);

absl::StatusOr<sudare::v1::LedgerResponse> AnswerClosingReport(
    const std::string& folder, const sudare::v1::ClosingReportRequest& request, absl::Time now);

// The period that is asked for, for the record of the access; "" if it is none.
std::string PeriodOf(const sudare::v1::LedgerRequest& request);

// The message as JSON with its field names, and back.
std::string LedgerJson(const google::protobuf::Message& message);
absl::StatusOr<sudare::v1::Ledger> LedgerFromJson(const std::string& json);
absl::StatusOr<sudare::v1::ClosingReport> ClosingReportFromJson(const std::string& json);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_LEDGER_DOCUMENT_H_
