// AuditService: the gRPC face of the AuditDesk. Authenticates staff, translates, and decides
// nothing.
#ifndef SUDARE_PROXY_RPC_AUDIT_SERVICE_H_
#define SUDARE_PROXY_RPC_AUDIT_SERVICE_H_

#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/sync_stream.h"
#include "proto/audit_service.grpc.pb.h"
#include "proxy/report/audit_desk.h"
#include "proxy/rpc/staff_call.h"
#include "proxy/rpc/stall_watch.h"

namespace sudare {

using AuditServiceParts = StaffServiceParts<AuditDesk>;

// Thread-safety: called by gRPC on many threads. Lifetime: outlives its server; the parts outlive
// it.
class AuditService : public sudare::v1::AuditService::Service {
 public:
  // A reader who takes nothing for `stall_limit` is cut off, and gives its place up.
  explicit AuditService(const AuditServiceParts& parts,
                        absl::Duration stall_limit = absl::Seconds(60))
      : parts_(parts), stall_watch_(stall_limit) {}

  grpc::Status Search(grpc::ServerContext* context, const sudare::v1::SearchAuditRequest* request,
                      grpc::ServerWriter<sudare::v1::AuditEntry>* writer) override {
    return Stream(
        *context, writer,
        [&](const Policy& policy, const StaffCaller& caller, const AuditDesk::EntrySink& send) {
          return parts_.desk->Search(policy, caller, *request, send);
        });
  }
  grpc::Status Export(grpc::ServerContext* context, const sudare::v1::ExportAuditRequest* request,
                      grpc::ServerWriter<sudare::v1::AuditRecord>* writer) override {
    return Stream(
        *context, writer,
        [&](const Policy& policy, const StaffCaller& caller, const AuditDesk::RecordSink& send) {
          return parts_.desk->Export(policy, caller, *request, send);
        });
  }
  grpc::Status Report(grpc::ServerContext* context, const sudare::v1::AuditReportRequest* request,
                      sudare::v1::AuditReportResponse* response) override {
    return StaffCall(parts_, *context, &AuditDesk::Report, *request, response);
  }
  grpc::Status SignOff(grpc::ServerContext* context, const sudare::v1::SignOffRequest* request,
                       sudare::v1::SignOffResponse* response) override {
    return StaffCall(parts_, *context, &AuditDesk::SignOff, *request, response);
  }
  grpc::Status Status(grpc::ServerContext* context, const sudare::v1::AuditStatusRequest* request,
                      sudare::v1::AuditStatusResponse* response) override {
    return StaffCall(parts_, *context, &AuditDesk::Status, *request, response);
  }
  grpc::Status Verify(grpc::ServerContext* context, const sudare::v1::VerifyAuditRequest* request,
                      sudare::v1::VerifyAuditResponse* response) override {
    return StaffCall(parts_, *context, &AuditDesk::Verify, *request, response);
  }

 private:
  // `ask(policy, caller, send)` returns an absl::Status.
  template <typename Message, typename Ask>
  grpc::Status Stream(const grpc::ServerContext& context, grpc::ServerWriter<Message>* writer,
                      Ask ask) {
    StallWatch::Call call(&stall_watch_, &context);
    const std::function<bool(const Message&)> send = [&call, writer](const Message& message) {
      call.WriteBegins();
      const bool written = writer->Write(message);
      call.WriteEnds();
      return written;
    };
    return StaffStream(parts_, context, [&](const Policy& policy, const StaffCaller& caller) {
      return ask(policy, caller, send);
    });
  }

  const AuditServiceParts parts_;
  StallWatch stall_watch_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_AUDIT_SERVICE_H_
