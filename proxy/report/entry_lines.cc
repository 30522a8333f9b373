#include "proxy/report/entry_lines.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/json_util.h"
#include "proxy/report/csv.h"
#include "proxy/report/entry.h"
#include "proxy/report/period.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditedColumn;
using sudare::v1::AuditEntry;

// "payroll.employees.phone [phone: partial]; …"
std::string ColumnsText(const AuditEntry& entry) {
  return absl::StrJoin(entry.columns(), "; ", [](std::string* out, const AuditedColumn& column) {
    absl::StrAppend(out, column.column());
    if (column.class_().empty() && column.mask().empty()) return;
    absl::StrAppend(out, column.column().empty() ? "[" : " [", column.class_(),
                    column.mask().empty() ? "" : ": ", column.mask(), "]");
  });
}

}  // namespace

std::string EntryCsvHeading() {
  return CsvLine({"sequence",
                  "time",
                  "kind",
                  "account",
                  "staff",
                  "organization",
                  "role",
                  "method",
                  "peer",
                  "id",
                  "status",
                  "reason",
                  "rows",
                  "bytes",
                  "elapsed_micros",
                  "sqlstate",
                  "fingerprint",
                  "sql",
                  "columns",
                  "purpose",
                  "detail",
                  "policy_hash",
                  "outcome_sequence",
                  "window"});
}

std::string EntryCsvLine(const AuditEntry& entry) {
  const sudare::v1::Caller& caller = entry.caller();
  const bool has_outcome = entry.kind() == AuditEntry::OUTCOME || entry.outcome_sequence() > 0;
  const auto counted = [has_outcome](uint64_t number) {
    return has_outcome ? absl::StrCat(number) : std::string();
  };
  return CsvLine({absl::StrCat(entry.sequence()),
                  TimeText(entry.time()),
                  std::string(KindName(entry.kind())),
                  caller.account(),
                  caller.staff(),
                  caller.organization(),
                  caller.role(),
                  caller.method(),
                  caller.peer(),
                  entry.query_id(),
                  entry.status(),
                  entry.reason(),
                  counted(entry.rows()),
                  counted(entry.bytes()),
                  counted(entry.elapsed_micros()),
                  entry.sqlstate(),
                  entry.fingerprint(),
                  entry.normalized_sql(),
                  ColumnsText(entry),
                  entry.purpose(),
                  entry.detail(),
                  entry.policy_hash(),
                  entry.outcome_sequence() == 0 ? "" : absl::StrCat(entry.outcome_sequence()),
                  caller.window()});
}

std::string JsonLine(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  // It fails on Any only.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "";
  return json + "\n";
}

std::string EntryText(const AuditEntry& entry) {
  switch (entry.kind()) {
    case AuditEntry::QUERY:
    case AuditEntry::OUTCOME:
      return entry.normalized_sql();
    case AuditEntry::REFUSAL:
      return absl::StrCat(entry.reason(),
                          entry.detail().empty() ? "" : absl::StrCat(" (", entry.detail(), ")"),
                          entry.normalized_sql().empty() ? "" : ": ", entry.normalized_sql());
    default:
      break;
  }
  std::vector<std::string> parts;
  const std::string window =
      entry.kind() == AuditEntry::WINDOW || entry.kind() == AuditEntry::WINDOW_COMMAND
          ? entry.caller().window()
          : std::string();
  for (const std::string& part : {window, entry.detail(), entry.reason(), entry.purpose()}) {
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, "; ");
}

std::string EntryWho(const AuditEntry& entry) {
  const sudare::v1::Caller& caller = entry.caller();
  return caller.staff().empty() ? caller.account() : absl::StrCat("staff ", caller.staff());
}

}  // namespace sudare::report
