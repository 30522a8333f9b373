#include "proxy/error.h"

#include <optional>

#include "absl/strings/cord.h"

namespace sudare {
namespace {

constexpr char kTypeUrl[] = "type.googleapis.com/sudare.v1.ErrorDetail";

}  // namespace

absl::Status MakeError(absl::StatusCode code, absl::string_view message,
                       const ErrorFields& fields) {
  sudare::v1::ErrorDetail detail;
  detail.set_reason(fields.reason);
  detail.set_advice(fields.advice);
  detail.set_line(fields.line);
  detail.set_column(fields.column);
  detail.set_sqlstate(fields.sqlstate);
  absl::Status status(code, message);
  status.SetPayload(kTypeUrl, absl::Cord(detail.SerializeAsString()));
  return status;
}

sudare::v1::ErrorDetail DetailOf(const absl::Status& status) {
  sudare::v1::ErrorDetail detail;
  auto payload = status.GetPayload(kTypeUrl);
  if (payload.has_value()) detail.ParseFromString(std::string(*payload));
  detail.set_message(std::string(status.message()));
  return detail;
}

}  // namespace sudare
