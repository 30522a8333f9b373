// Errors that reach a client: a Status whose payload is a sudare.v1.ErrorDetail (reason, advice,
// place, SQLSTATE).
//
// Messages hold our own words only: never row values, literals, key bytes, nor text of the
// database.
#ifndef SUDARE_PROXY_ERROR_H_
#define SUDARE_PROXY_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "proto/query.pb.h"

namespace sudare {

struct ErrorFields {
  // Stable, for programs: "FUNCTION_NOT_ALLOWED".
  std::string reason;
  // What to write or do instead; may be empty.
  std::string advice;
  // 1-based place in the client's SQL, in characters; 0: none.
  int line = 0;
  int column = 0;
  std::string sqlstate;
};

absl::Status MakeError(absl::StatusCode code, absl::string_view message, const ErrorFields& fields);

// The detail of `status`: with the status's message, and an empty reason if it carries none.
sudare::v1::ErrorDetail DetailOf(const absl::Status& status);

// What goes on record beside an error, for staff of the city: clients never get it.
void SetStaffNote(absl::string_view note, absl::Status* status);
// Empty: there is none.
std::string StaffNoteOf(const absl::Status& status);

}  // namespace sudare

#endif  // SUDARE_PROXY_ERROR_H_
