#include "proxy/rpc/grpc_log.h"

#include "grpc/support/log.h"
#include "spdlog/spdlog.h"

namespace sudare {
namespace {

void Log(gpr_log_func_args* args) {
  // What gRPC calls an error is a peer's fault as a rule.
  if (args->severity == GPR_LOG_SEVERITY_ERROR) spdlog::warn("grpc: {}", args->message);
}

}  // namespace

void LogGrpcThroughSpdlog() { gpr_set_log_function(Log); }

}  // namespace sudare
