#include "proxy/backend/sqlstate.h"

#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "proxy/error.h"

namespace sudare {
namespace {

using Code = absl::StatusCode;

constexpr char kParseMessageUrl[] = "sudare/parse-message";
constexpr char kOperatorNoteUrl[] = "sudare/operator-note";
constexpr absl::string_view kLost = "DATABASE_CONNECTION_LOST";

struct Meaning {
  // Five characters, or the two of a class; the longest match counts.
  absl::string_view sqlstate;
  Code code;
  absl::string_view reason;
  absl::string_view message;
  absl::string_view advice;
};

constexpr Meaning kMeanings[] = {
    // Values that don't fit.
    {"21", Code::kInvalidArgument, "MORE_THAN_ONE_ROW",
     "a sub-query used as an expression returned more than one row",
     "add LIMIT 1, an aggregate, or use IN instead of ="},
    {"22", Code::kInvalidArgument, "BAD_VALUE", "a value does not suit the operation done with it",
     "check casts and the arguments of functions"},
    {"22001", Code::kInvalidArgument, "BAD_VALUE", "a text is longer than its type allows",
     "cast to a longer type, or to text"},
    {"22003", Code::kInvalidArgument, "BAD_VALUE", "a number is out of its type's range",
     "cast to numeric before calculating"},
    {"22004", Code::kInvalidArgument, "BAD_VALUE", "an argument may not be NULL",
     "wrap the argument in coalesce()"},
    {"22007", Code::kInvalidArgument, "BAD_VALUE", "a text is no valid date or time",
     "write dates as YYYY-MM-DD; for stored text, filter by its form before the cast"},
    {"22008", Code::kInvalidArgument, "BAD_VALUE", "a date or time is out of range",
     "check date arithmetic and to_date() formats"},
    {"22012", Code::kInvalidArgument, "DIVISION_BY_ZERO", "division by zero",
     "write x / NULLIF(y, 0)"},
    {"22019", Code::kInvalidArgument, "BAD_VALUE", "the ESCAPE of a LIKE must be one character",
     "write ESCAPE '!' for example"},
    {"2201B", Code::kInvalidArgument, "BAD_VALUE", "a regular expression is not valid",
     "check brackets and quantifiers of the pattern"},
    {"2201E", Code::kInvalidArgument, "BAD_VALUE", "logarithm of zero or of a negative number",
     "filter the argument with > 0"},
    {"2201F", Code::kInvalidArgument, "BAD_VALUE", "a power is not defined for its arguments",
     "filter zero and negative bases"},
    {"2201W", Code::kInvalidArgument, "BAD_VALUE", "LIMIT must not be negative",
     "give a number of rows"},
    {"2201X", Code::kInvalidArgument, "BAD_VALUE", "OFFSET must not be negative",
     "give a number of rows"},
    {"22021", Code::kInvalidArgument, "BAD_TEXT", "a text is not valid UTF-8",
     "send the SQL and its parameters as UTF-8 without zero bytes"},
    {"22023", Code::kInvalidArgument, "BAD_VALUE", "an argument of a function is not valid",
     "check the arguments against the function's manual page"},
    {"22025", Code::kInvalidArgument, "BAD_VALUE", "a pattern ends in its escape character",
     "double the backslash at the end"},
    {"22P02", Code::kInvalidArgument, "BAD_VALUE", "a text is not valid for the type it is cast to",
     "filter such texts before the cast, e.g. with CASE WHEN x ~ '^[0-9]+$' THEN x::int END"},
    {"2202E", Code::kInvalidArgument, "BAD_VALUE", "an array subscript is not valid",
     "check the array's dimensions"},
    // The statement itself.
    {"0A", Code::kUnimplemented, "NOT_SUPPORTED_BY_DATABASE",
     "the database does not support this combination of clauses", "split the query into steps"},
    {"25006", Code::kPermissionDenied, "READ_ONLY", "the statement would change data",
     "only reading is possible here"},
    {"42", Code::kInvalidArgument, "BAD_SQL", "the database does not accept the statement",
     "check names, types and clauses"},
    {"42501", Code::kPermissionDenied, "DATABASE_PRIVILEGE_MISSING",
     "the proxy's database role lacks a privilege that the statement needs",
     "ask the operator to apply the output of `policy grants` again"},
    {"42601", Code::kInvalidArgument, "SYNTAX_ERROR", "the statement has a syntax error",
     "check the SQL near the clause written last"},
    {"42702", Code::kInvalidArgument, "AMBIGUOUS_COLUMN", "a column name is ambiguous",
     "write the table's alias before it"},
    {"42703", Code::kUnavailable, "DATABASE_CHANGED",
     "the database's columns changed while the query was analysed",
     "run it again in a few seconds"},
    {"42725", Code::kInvalidArgument, "AMBIGUOUS_FUNCTION",
     "several functions or operators fit the types given", "add casts to the arguments"},
    {"42803", Code::kInvalidArgument, "GROUPING_ERROR",
     "a column must stand in GROUP BY or inside an aggregate",
     "add it to GROUP BY, or take max() of it"},
    {"42804", Code::kInvalidArgument, "TYPE_MISMATCH", "types do not go together",
     "cast one side to the other's type"},
    {"42809", Code::kInvalidArgument, "BAD_SQL", "a function is used as another kind of function",
     "aggregates, window functions and plain functions are called differently"},
    {"42846", Code::kInvalidArgument, "TYPE_MISMATCH", "there is no cast between two of the types",
     "cast by way of text"},
    {"42883", Code::kInvalidArgument, "NO_SUCH_FUNCTION",
     "no function or operator fits the types given", "add casts to the arguments"},
    {"42P01", Code::kUnavailable, "DATABASE_CHANGED",
     "the database's tables changed while the query was analysed", "run it again in a few seconds"},
    {"42P02", Code::kInvalidArgument, "NO_SUCH_PARAMETER",
     "the statement names a missing parameter", "send a value for each of $1, $2, …"},
    {"42P08", Code::kInvalidArgument, "TYPE_MISMATCH", "a parameter is used with two types",
     "cast the parameter, e.g. $1::text"},
    {"42P18", Code::kInvalidArgument, "UNKNOWN_TYPE", "the type of a parameter is not clear",
     "cast it, e.g. $1::text"},
    {"42P19", Code::kInvalidArgument, "BAD_RECURSION", "the recursive query is not well formed",
     "write: non-recursive part UNION ALL part that names the query once"},
    {"42P20", Code::kInvalidArgument, "BAD_WINDOW", "a window is not well formed",
     "check PARTITION BY, ORDER BY and frame of the OVER clause"},
    {"42P21", Code::kInvalidArgument, "COLLATION_MISMATCH", "two collations are in conflict",
     "add COLLATE to one of the sides"},
    {"42P22", Code::kInvalidArgument, "COLLATION_MISMATCH", "no collation can be derived",
     "add COLLATE \"C\" to the expression"},
    {"P0", Code::kInvalidArgument, "DATABASE_FUNCTION_FAILED",
     "a function of the database refused its arguments", "check the arguments of the function"},
    {"38", Code::kInvalidArgument, "DATABASE_FUNCTION_FAILED", "a function of the database failed",
     "check the arguments of the function"},
    {"39", Code::kInvalidArgument, "DATABASE_FUNCTION_FAILED", "a function of the database failed",
     "check the arguments of the function"},
    // Limits.
    {"53", Code::kResourceExhausted, "DATABASE_RESOURCES", "the database ran short of a resource",
     "narrow the query, or try again later"},
    {"53100", Code::kResourceExhausted, "DATABASE_RESOURCES",
     "the database has no disk space left for the query", "narrow the query: fewer rows to sort"},
    {"53200", Code::kResourceExhausted, "DATABASE_RESOURCES",
     "the database has no memory left for the query", "narrow the query: fewer rows, less nesting"},
    {"53300", Code::kUnavailable, "DATABASE_BUSY", "the database takes no more connections",
     "try again in a few seconds"},
    {"53400", Code::kResourceExhausted, "DATABASE_RESOURCES", "a limit of the database was reached",
     "narrow the query: fewer rows to sort or to join"},
    {"54", Code::kResourceExhausted, "STATEMENT_TOO_COMPLEX",
     "the statement is too complex for the database", "split it into smaller queries"},
    {"57014", Code::kDeadlineExceeded, "CANCELLED_BY_DATABASE",
     "the statement was stopped in the database, by its time limit or by the database's operator",
     "narrow the query, or try again"},
    // Bad luck.
    {"08", Code::kUnavailable, kLost, "the connection to the database was lost", "try again"},
    {"25", Code::kUnavailable, kLost, "the transaction was ended by the database", "try again"},
    {"40", Code::kUnavailable, "DATABASE_CONFLICT",
     "the statement collided with another one in the database", "try again"},
    {"55", Code::kUnavailable, "DATABASE_BUSY", "the database cannot do this at the moment",
     "try again in a few seconds"},
    {"55P03", Code::kUnavailable, "DATABASE_BUSY", "a table is locked by somebody else's work",
     "try again in a few minutes"},
    {"57", Code::kUnavailable, kLost, "the database is shutting down or starting", "try again"},
    {"58", Code::kUnavailable, "DATABASE_FAULT", "the database has trouble with its system",
     "try again; if it stays, tell the operator"},
    {"72", Code::kUnavailable, "DATABASE_CONFLICT", "the snapshot is too old", "try again"},
    {"HV", Code::kUnavailable, "FOREIGN_DATABASE", "a foreign table cannot be read at the moment",
     "try again; if it stays, tell the operator"},
    {"28", Code::kFailedPrecondition, "DATABASE_LOGIN",
     "the database does not let the proxy log in", "tell the operator"},
    {"3D", Code::kFailedPrecondition, "DATABASE_LOGIN", "the database does not exist",
     "tell the operator"},
    {"XX", Code::kInternal, "DATABASE_FAULT", "the database reported an internal error",
     "tell the operator, who finds the details in the database's log"},
    {"XX001", Code::kDataLoss, "DATABASE_FAULT", "the database found damaged data",
     "tell the operator, who finds the details in the database's log"},
    {"XX002", Code::kDataLoss, "DATABASE_FAULT", "the database found a damaged index",
     "tell the operator, who finds the details in the database's log"},
};

constexpr Meaning kUnknownMeaning = {
    "", Code::kInternal, "DATABASE_ERROR", "the database refused the statement",
    "tell the operator the SQLSTATE, whose meaning is in PostgreSQL's manual, appendix A"};

const Meaning& MeaningOf(absl::string_view sqlstate) {
  const Meaning* of_class = &kUnknownMeaning;
  for (const Meaning& meaning : kMeanings) {
    if (meaning.sqlstate == sqlstate) return meaning;
    if (meaning.sqlstate == sqlstate.substr(0, 2)) of_class = &meaning;
  }
  return *of_class;
}

std::string Payload(const absl::Status& status, const char* url) {
  auto payload = status.GetPayload(url);
  return payload.has_value() ? std::string(*payload) : std::string();
}

}  // namespace

absl::Status StatusFromDatabaseError(const DatabaseError& error, StatementPhase phase) {
  // A value over 1 GiB, which is no fault of the database though some of its functions say so.
  const bool is_too_large = error.sqlstate == "XX000" &&
                            absl::StartsWith(error.message, "invalid memory alloc request size");
  const Meaning& meaning = MeaningOf(is_too_large ? "54000" : error.sqlstate);
  ErrorFields fields;
  fields.reason = std::string(meaning.reason);
  fields.advice = std::string(meaning.advice);
  fields.sqlstate = error.sqlstate;
  absl::Status status = MakeError(meaning.code, meaning.message, fields);
  const absl::string_view error_class = absl::string_view(error.sqlstate).substr(0, 2);
  if (phase == StatementPhase::kParse && (error_class == "22" || error_class == "42")) {
    status.SetPayload(kParseMessageUrl,
                      absl::Cord(absl::StrCat(error.position, " ", error.message)));
  }
  return status;
}

ParseMessage ParseMessageOf(const absl::Status& status) {
  const std::string payload = Payload(status, kParseMessageUrl);
  ParseMessage message;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(payload, absl::MaxSplits(' ', 1));
  if (!absl::SimpleAtoi(parts.first, &message.position)) return {};
  message.text = std::string(parts.second);
  return message;
}

std::string OperatorNoteOf(const absl::Status& status) { return Payload(status, kOperatorNoteUrl); }

absl::Status WithOperatorNote(absl::Status status, absl::string_view note) {
  status.SetPayload(kOperatorNoteUrl, absl::Cord(note));
  return status;
}

absl::Status ConnectionLost() { return StatusFromDatabaseError({"08006"}, StatementPhase::kRun); }

bool IsConnectionLost(const absl::Status& status) {
  return status.code() == Code::kUnavailable && DetailOf(status).reason() == kLost;
}

}  // namespace sudare
