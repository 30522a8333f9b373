#include "proxy/cli/audit_source.h"

#include <sys/stat.h>

#include <utility>

#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proto/audit_service.grpc.pb.h"
#include "proto/window.grpc.pb.h"
#include "proxy/audit/audit_log.h"
#include "proxy/cli/shown_error.h"
#include "proxy/ledger/ledger_document.h"
#include "proxy/report/document.h"
#include "proxy/report/entry_filter.h"
#include "proxy/report/entry_reader.h"
#include "proxy/report/period.h"
#include "proxy/report/report.h"
#include "proxy/report/review_calendar.h"
#include "proxy/rpc/status_translation.h"

namespace sudare {
namespace {

class LocalAuditSource : public AuditSource {
 public:
  explicit LocalAuditSource(std::string folder) : folder_(std::move(folder)) {}

  absl::Status Search(const sudare::v1::SearchAuditRequest& request,
                      const EntryVisitor& visit) override {
    uint64_t left = request.limit() == 0 ? UINT64_MAX : request.limit();
    report::EntryFilter filter(request.filter());
    const auto on_entry = [&](const sudare::v1::AuditEntry& entry) {
      if (left == 0 || !filter.Matches(entry)) return;
      --left;
      visit(entry);
    };
    return report::ReadEntries(folder_, on_entry).status();
  }

  absl::Status Export(const sudare::v1::ExportAuditRequest& request,
                      const RecordVisitor& visit) override {
    const auto on_record = [&](const sudare::v1::AuditRecord& record) {
      if (report::IsInPeriod(request.filter(), record.time())) visit(record);
    };
    return VerifyAuditLog(folder_, "", on_record).status();
  }

  absl::StatusOr<sudare::v1::AuditReportResponse> Report(
      const sudare::v1::AuditReportRequest& request) override {
    SUDARE_ASSIGN_OR_RETURN(const report::Period period,
                            request.month().empty()
                                ? report::DaysPeriod(request.first_day(), request.last_day())
                                : report::MonthPeriod(request.month()));
    SUDARE_ASSIGN_OR_RETURN(const sudare::v1::AuditReport made,
                            report::MakeReport(folder_, period, request.options(), absl::Now()));
    sudare::v1::AuditReportResponse response;
    SUDARE_ASSIGN_OR_RETURN(*response.mutable_document(),
                            report::DocumentOf(made, request.format(), request.language()));
    response.set_digest(made.digest());
    response.set_needs_attention(static_cast<uint32_t>(report::NeedsAttention(made)));
    response.set_log_is_whole(made.log().damage().empty());
    return response;
  }

  absl::StatusOr<sudare::v1::AuditStatusResponse> Status() override {
    const report::ReviewRules rules;
    report::ReviewCalendar calendar(rules);
    const absl::Status read =
        VerifyAuditLog(folder_, "", [&](const sudare::v1::AuditRecord& record) {
          calendar.Add(record);
        }).status();
    if (!read.ok() && !absl::IsDataLoss(read)) return read;
    sudare::v1::AuditStatusResponse response;
    response.set_is_known(true);
    response.set_writable(true);
    response.set_grace_days(rules.grace_days);
    response.set_damage(std::string(read.message()));
    const absl::Time now = absl::Now();
    for (auto& month : calendar.Unsigned(now)) response.add_unsigned_months(month);
    for (auto& month : calendar.Overdue(now)) response.add_overdue_months(month);
    return response;
  }

  absl::StatusOr<sudare::v1::LedgerResponse> Ledger(
      const sudare::v1::LedgerRequest& request) override {
    return ledger::AnswerLedger(folder_, request, absl::Now());
  }

  absl::StatusOr<sudare::v1::LedgerResponse> ClosingReport(
      const sudare::v1::ClosingReportRequest& request) override {
    return ledger::AnswerClosingReport(folder_, request, absl::Now());
  }

  int ExitCode(const absl::Status& status) const override {
    return absl::IsDataLoss(status) ? kRefused : kUsage;
  }

 private:
  const std::string folder_;
};

class RemoteAuditSource : public AuditSource {
 public:
  explicit RemoteAuditSource(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)) {}

  absl::Status Search(const sudare::v1::SearchAuditRequest& request,
                      const EntryVisitor& visit) override {
    return Read<sudare::v1::AuditEntry>(&sudare::v1::AuditService::Stub::Search, request, visit);
  }

  absl::Status Export(const sudare::v1::ExportAuditRequest& request,
                      const RecordVisitor& visit) override {
    return Read<sudare::v1::AuditRecord>(&sudare::v1::AuditService::Stub::Export, request, visit);
  }

  absl::StatusOr<sudare::v1::AuditReportResponse> Report(
      const sudare::v1::AuditReportRequest& request) override {
    return Ask(&sudare::v1::AuditService::Stub::Report, connection_->audit_service(), request);
  }

  absl::StatusOr<sudare::v1::AuditStatusResponse> Status() override {
    return Ask(&sudare::v1::AuditService::Stub::Status, connection_->audit_service(),
               sudare::v1::AuditStatusRequest());
  }

  absl::StatusOr<sudare::v1::LedgerResponse> Ledger(
      const sudare::v1::LedgerRequest& request) override {
    return Ask(&sudare::v1::WindowService::Stub::Ledger, connection_->window_service(), request);
  }

  absl::StatusOr<sudare::v1::LedgerResponse> ClosingReport(
      const sudare::v1::ClosingReportRequest& request) override {
    return Ask(&sudare::v1::WindowService::Stub::ClosingReport, connection_->window_service(),
               request);
  }

  int ExitCode(const absl::Status& status) const override { return ExitCodeFor(status); }

 private:
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Ask(grpc::Status (Stub::*call)(grpc::ClientContext*, const Request&,
                                                          Response*),
                               Stub& stub, const Request& request) {
    grpc::ClientContext context;
    connection_->Prepare(context);
    Response response;
    SUDARE_RETURN_IF_ERROR(FromWire((stub.*call)(&context, request, &response)));
    return response;
  }

  template <typename Message, typename Request>
  absl::Status Read(std::unique_ptr<grpc::ClientReader<Message>> (
                        sudare::v1::AuditService::Stub::*call)(grpc::ClientContext*,
                                                               const Request&),
                    const Request& request, const std::function<void(const Message&)>& visit) {
    grpc::ClientContext context;
    connection_->Prepare(context);
    const auto reader = (connection_->audit_service().*call)(&context, request);
    Message message;
    while (reader->Read(&message)) visit(message);
    return FromWire(reader->Finish());
  }

  const std::unique_ptr<Connection> connection_;
};

bool IsFolder(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

}  // namespace

void AddAuditSourceFlags(CLI::App& command, AuditSourceFlags* flags) {
  command.add_option("folder", flags->folder,
                     "the folder of the log's segments; none: ask the proxy at `--server`");
  AddConnectionFlags(command, &flags->connection);
}

std::unique_ptr<AuditSource> OpenAuditSource(const AuditSourceFlags& flags, Console& console) {
  console.exit_code = kUsage;
  if (!flags.folder.empty()) {
    if (IsFolder(flags.folder)) return std::make_unique<LocalAuditSource>(flags.folder);
    console.err << "`" << flags.folder << "` is no folder\n";
    return nullptr;
  }
  if (flags.connection.server.empty()) {
    console.err << "no log: give its folder, or `--server host:port` of a running proxy\n";
    return nullptr;
  }
  auto connection = Connection::Open(flags.connection, console);
  if (connection.ok()) return std::make_unique<RemoteAuditSource>(*std::move(connection));
  console.err << connection.status().message() << "\n";
  return nullptr;
}

int TellAuditError(const AuditSource& source, const absl::Status& status, Console& console) {
  console.err << ShownError(status, "");
  if (absl::IsDataLoss(status)) {
    console.err
        << "監査ログは改ざんまたは破損しています。 / THE AUDIT LOG IS ALTERED OR DAMAGED.\n";
  }
  return source.ExitCode(status);
}

}  // namespace sudare
