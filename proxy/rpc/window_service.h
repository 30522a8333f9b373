// WindowService: the gRPC face of the WindowDesk and the LedgerDesk. Authenticates staff,
// translates, and decides nothing.
#ifndef SUDARE_PROXY_RPC_WINDOW_SERVICE_H_
#define SUDARE_PROXY_RPC_WINDOW_SERVICE_H_

#include "grpcpp/server_context.h"
#include "grpcpp/support/sync_stream.h"
#include "proto/window.grpc.pb.h"
#include "proxy/ledger/ledger_desk.h"
#include "proxy/rpc/staff_call.h"
#include "proxy/windows/window_desk.h"

namespace sudare {

struct WindowServiceParts : StaffServiceParts<WindowDesk> {
  LedgerDesk* ledger = nullptr;
};

// Thread-safety: called by gRPC on many threads. Lifetime: outlives its server; the parts outlive
// it.
class WindowService : public sudare::v1::WindowService::Service {
 public:
  explicit WindowService(const WindowServiceParts& parts)
      : parts_(parts), ledger_parts_{parts.ledger, parts.authenticator, parts.policy} {}

  using Window = sudare::v1::Window;
  using ChangeRequest = sudare::v1::ChangeWindowRequest;

  grpc::Status Request(grpc::ServerContext* context,
                       const sudare::v1::RequestWindowRequest* request, Window* window) override {
    return StaffCall(parts_, *context, &WindowDesk::Request, *request, window);
  }
  grpc::Status Approve(grpc::ServerContext* context, const ChangeRequest* request,
                       Window* window) override {
    return StaffCall(parts_, *context, &WindowDesk::Approve, *request, window);
  }
  grpc::Status Reject(grpc::ServerContext* context, const ChangeRequest* request,
                      Window* window) override {
    return StaffCall(parts_, *context, &WindowDesk::Reject, *request, window);
  }
  grpc::Status Withdraw(grpc::ServerContext* context, const ChangeRequest* request,
                        Window* window) override {
    return StaffCall(parts_, *context, &WindowDesk::Withdraw, *request, window);
  }
  grpc::Status Cancel(grpc::ServerContext* context, const ChangeRequest* request,
                      Window* window) override {
    return StaffCall(parts_, *context, &WindowDesk::Cancel, *request, window);
  }
  grpc::Status Open(grpc::ServerContext* context, const ChangeRequest* request,
                    Window* window) override {
    return StaffCall(parts_, *context, &WindowDesk::Open, *request, window);
  }
  grpc::Status Close(grpc::ServerContext* context, const ChangeRequest* request,
                     Window* window) override {
    return StaffCall(parts_, *context, &WindowDesk::Close, *request, window);
  }
  grpc::Status Get(grpc::ServerContext* context, const sudare::v1::GetWindowRequest* request,
                   Window* window) override {
    return StaffCall(parts_, *context, &WindowDesk::Get, *request, window);
  }
  grpc::Status List(grpc::ServerContext* context, const sudare::v1::ListWindowsRequest* request,
                    sudare::v1::ListWindowsResponse* response) override {
    return StaffCall(parts_, *context, &WindowDesk::List, *request, response);
  }
  grpc::Status Watch(grpc::ServerContext* context, const sudare::v1::ListWindowsRequest* request,
                     grpc::ServerWriter<Window>* writer) override {
    return StaffStream(parts_, *context, [&](const Policy& policy, const StaffCaller& caller) {
      return parts_.desk->Watch(
          policy, caller, *request, [&] { return !context->IsCancelled(); },
          [&](const Window& window) { return writer->Write(window); });
    });
  }
  grpc::Status Ledger(grpc::ServerContext* context, const sudare::v1::LedgerRequest* request,
                      sudare::v1::LedgerResponse* response) override {
    return StaffCall(ledger_parts_, *context, &LedgerDesk::Ledger, *request, response);
  }
  grpc::Status ClosingReport(grpc::ServerContext* context,
                             const sudare::v1::ClosingReportRequest* request,
                             sudare::v1::LedgerResponse* response) override {
    return StaffCall(ledger_parts_, *context, &LedgerDesk::ClosingReport, *request, response);
  }

 private:
  const WindowServiceParts parts_;
  const StaffServiceParts<LedgerDesk> ledger_parts_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_WINDOW_SERVICE_H_
