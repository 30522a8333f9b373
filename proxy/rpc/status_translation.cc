#include "proxy/rpc/status_translation.h"

#include <string>

#include "proto/rpc_status.pb.h"
#include "proxy/error.h"

namespace sudare {
namespace {

constexpr char kInternalMessage[] =
    "internal error: tell the proxy's operator the time of this call";

absl::Status WithoutWords(const absl::Status& status) {
  ErrorFields fields;
  fields.reason = DetailOf(status).reason();
  return MakeError(status.code(), kInternalMessage, fields);
}

}  // namespace

grpc::Status ToWire(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  if (status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kUnknown) {
    if (status.message() != kInternalMessage) return ToWire(WithoutWords(status));
  }
  // absl and gRPC number their codes alike by design.
  const int code = static_cast<int>(status.code());
  const std::string message(status.message());
  sudare::v1::RpcStatus details;
  details.set_code(code);
  details.set_message(message);
  details.add_details()->PackFrom(DetailOf(status));
  return grpc::Status(static_cast<grpc::StatusCode>(code), message, details.SerializeAsString());
}

absl::Status FromWire(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  sudare::v1::ErrorDetail detail;
  sudare::v1::RpcStatus rpc;
  if (rpc.ParseFromString(status.error_details())) {
    for (const auto& any : rpc.details()) {
      if (any.Is<sudare::v1::ErrorDetail>() && any.UnpackTo(&detail)) break;
    }
  }
  ErrorFields fields;
  fields.reason = detail.reason();
  fields.advice = detail.advice();
  fields.line = static_cast<int>(detail.line());
  fields.column = static_cast<int>(detail.column());
  fields.sqlstate = detail.sqlstate();
  return MakeError(static_cast<absl::StatusCode>(status.error_code()), status.error_message(),
                   fields);
}

}  // namespace sudare
