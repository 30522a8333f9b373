// What the database's SQLSTATEs become: a status code, our own words, and advice. One table.
//
// No text of the database is ever part of a message. Errors raised while a statement was parsed,
// when no data had been read yet, carry the database's primary message beside the status, for the
// pipeline to decide about.
#ifndef SUDARE_PROXY_BACKEND_SQLSTATE_H_
#define SUDARE_PROXY_BACKEND_SQLSTATE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sudare {

// The fields of an ErrorResponse that we look at.
struct DatabaseError {
  std::string sqlstate;
  std::string message;
  // FATAL or PANIC: the session is over.
  bool is_fatal = false;
  // 1-based, in characters of the SQL sent; 0: none.
  int position = 0;
};

enum class StatementPhase { kParse, kRun };

// Never OK. The status carries an ErrorDetail (proxy/error.h) with the SQLSTATE.
absl::Status StatusFromDatabaseError(const DatabaseError& error, StatementPhase phase);

// The database's primary message and its place in the SQL that was sent, of an error of class 22 or
// 42 raised while the statement was parsed. Empty for every other error. May repeat literals and
// names of that SQL, never stored data.
struct ParseMessage {
  std::string text;
  int position = 0;
};
ParseMessage ParseMessageOf(const absl::Status& status);

// Text for the operator's log about a connection that failed: names hosts, users and databases,
// holds no data. Empty if there is none. Not for clients.
std::string OperatorNoteOf(const absl::Status& status);
absl::Status WithOperatorNote(absl::Status status, absl::string_view note);

// The connection was lost; the statement may be run again elsewhere.
absl::Status ConnectionLost();
bool IsConnectionLost(const absl::Status& status);

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_SQLSTATE_H_
