#include "proxy/error.h"

#include <optional>

#include "absl/strings/cord.h"

namespace sudare {
namespace {

constexpr char kTypeUrl[] = "type.googleapis.com/sudare.v1.ErrorDetail";
// No type of ours: nothing that translates errors for clients knows it.
constexpr char kStaffNoteUrl[] = "sudare/staff-note";

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

void SetStaffNote(absl::string_view note, absl::Status* status) {
  status->SetPayload(kStaffNoteUrl, absl::Cord(note));
}

std::string StaffNoteOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kStaffNoteUrl);
  return payload.has_value() ? std::string(*payload) : "";
}

}  // namespace sudare
