#include "proxy/report/log_readers.h"

#include <utility>

#include "proxy/error.h"
#include "proxy/report/clipped.h"

namespace sudare {
namespace {

constexpr int kMostReaders = 2;
constexpr size_t kMostPeriodCharacters = 100;

}  // namespace

absl::Status LogRefusal(absl::StatusCode code, absl::string_view reason, absl::string_view message,
                        absl::string_view advice) {
  ErrorFields fields;
  fields.reason = std::string(reason);
  fields.advice = std::string(advice);
  return MakeError(code, message, fields);
}

absl::Status LogErrorForClient(const absl::Status& status) {
  if (status.ok() || !DetailOf(status).reason().empty()) return status;
  switch (status.code()) {
    case absl::StatusCode::kDataLoss:
      return LogRefusal(status.code(), "LOG_DAMAGED", status.message(),
                        "keep the log's folder as it is, and tell who runs the proxy");
    case absl::StatusCode::kInvalidArgument:
      return LogRefusal(status.code(), "BAD_REQUEST", status.message(), "");
    default:
      return LogRefusal(absl::StatusCode::kUnavailable, "LOG_UNREADABLE",
                        "the audit log can't be read", "tell who runs the proxy");
  }
}

absl::Status LogReaders::Place::status() const {
  if (number_ <= kMostReaders) return absl::OkStatus();
  return LogRefusal(absl::StatusCode::kResourceExhausted, "LOG_READERS_AT_ONCE",
                    "others are reading the audit log", "try again when they are done");
}

absl::Status LogReaders::Record(const Access& access, const absl::Status& status) {
  sudare::v1::AuditRecord record;
  sudare::v1::LogAccess* out = record.mutable_log_access();
  out->set_kind(access.kind);
  out->mutable_caller()->set_staff(access.caller.staff);
  out->mutable_caller()->set_account(access.caller.account);
  const Account* const account = access.policy.FindAccount(access.caller.account);
  if (account != nullptr) {
    out->mutable_caller()->set_organization(account->organization);
    if (account->role != nullptr) out->mutable_caller()->set_role(account->role->name);
  }
  out->mutable_caller()->set_method("certificate");
  out->mutable_caller()->set_peer(access.caller.peer);
  out->set_period(report::Clipped(access.period, kMostPeriodCharacters));
  out->set_status(absl::StatusCodeToString(status.code()));
  out->set_reason(DetailOf(status).reason());
  out->set_policy_hash(access.policy.hash());
  return audit_.AppendDurably(std::move(record));
}

}  // namespace sudare
