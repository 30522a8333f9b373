// Usage: sums over the entries of one stretch of the log; the period of a report is one, what came
// before it another.
#ifndef SUDARE_PROXY_REPORT_USAGE_H_
#define SUDARE_PROXY_REPORT_USAGE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "proto/audit_report.pb.h"
#include "proxy/report/run_counter.h"

namespace sudare::report {

// What is counted of each day of an account.
struct DayUsage {
  uint64_t queries = 0;
  uint64_t rows = 0;
  uint64_t refusals = 0;
  uint64_t off_window = 0;
  uint64_t detokenizations = 0;
  uint64_t failed_logins = 0;
  // People whose data the account had not been shown before in that month.
  uint64_t new_persons = 0;
};

struct AccountUsage {
  std::string organization;
  std::string role;
  sudare::v1::AuditReport::Total total;
  absl::Time first = absl::InfiniteFuture();
  absl::Time last = absl::InfinitePast();
  std::map<absl::CivilDay, DayUsage> days;
  // Whether any query of it had people counted.
  bool counts_persons = false;
  uint64_t shapes = 0;
  uint64_t bulk_queries = 0;
  uint64_t largest_query_rows = 0;
  std::string largest_query_fingerprint;
  std::string largest_query_sql;
  absl::CivilDay largest_query_day;
  uint64_t limits_met = 0;
  uint64_t barred = 0;
  // Calls of what only staff may call.
  uint64_t staff_door = 0;
  std::set<std::string> barred_reasons;
  std::set<std::string> purposes;
  // Addresses of failed log-ins, without ports.
  std::set<std::string> peers;
};

struct StaffUsage {
  uint64_t values = 0;
  uint64_t traces = 0;
  uint64_t denied = 0;
  uint64_t policy_changes = 0;
  uint64_t log_reads = 0;
  uint64_t window_changes = 0;
  std::map<absl::CivilDay, uint64_t> values_of_day;
  std::set<std::string> purposes;
};

// A query as it is written, by one account.
struct ShapeUsage {
  std::string account;
  std::string fingerprint;
  // Empty where it isn't kept.
  std::string sql;
  uint64_t runs = 0;
  uint64_t rows = 0;
  // Runs that gave few rows.
  RunCounter few;
};

struct ClassUsage {
  uint64_t queries = 0;
  uint64_t rows = 0;
  std::set<std::string> columns;
};

struct RefusalUsage {
  uint64_t count = 0;
  bool is_off_window = false;
  absl::Time first = absl::InfiniteFuture();
  absl::Time last = absl::InfinitePast();
};

struct DetokenizationUsage {
  uint64_t count = 0;
  std::set<std::string> classes;
  std::set<std::string> purposes;
};

// Memory: by accounts, staff, classes, days and shapes, of which kMostShapes at most; not by the
// length of the log. Thread-safety: one thread at a time.
class Usage {
 public:
  static constexpr size_t kMostShapes = 20'000;
  static constexpr size_t kMostEvents = 500;
  static constexpr size_t kMostPurposes = 20;
  static constexpr size_t kMostWindows = 1000;

  // `options` are complete. `keep_texts`: of shapes and events, for the period of a report.
  Usage(const sudare::v1::AuditReportOptions& options, bool keep_texts)
      : options_(options), keep_texts_(keep_texts) {
    holidays_.insert(options.holidays().begin(), options.holidays().end());
  }

  void Add(const sudare::v1::AuditEntry& entry);

  // Saturdays, Sundays and what the options name.
  bool IsDayOff(absl::CivilDay day) const;
  bool IsOddHour(absl::Time time) const;

  // Public for those who make tables and findings of them; all in order of their keys.
  sudare::v1::AuditReport::Total total;
  std::map<std::string, AccountUsage> accounts;
  std::map<std::string, StaffUsage> staff;
  // By account and fingerprint, with a zero byte between.
  absl::flat_hash_map<std::string, ShapeUsage> shapes;
  // By class, mask and account.
  std::map<std::tuple<std::string, std::string, std::string>, ClassUsage> classes;
  // By account, staff, status and reason.
  std::map<std::tuple<std::string, std::string, std::string, std::string>, RefusalUsage> refusals;
  // By staff, account, kind, status and reason.
  std::map<std::tuple<std::string, std::string, std::string, std::string, std::string>,
           DetokenizationUsage>
      detokenizations;
  std::vector<sudare::v1::AuditReport::Event> events;
  std::map<absl::CivilDay, DayUsage> days;
  // Of any account.
  bool counts_persons = false;
  std::vector<uint64_t> hours = std::vector<uint64_t>(7 * 24);
  uint64_t policy_loads = 0;
  uint64_t policies_rejected = 0;
  uint64_t repairs = 0;
  // Anchors that held something else than they were given.
  uint64_t altered_anchors = 0;
  // By id.
  std::map<std::string, sudare::v1::AuditReport::WindowUse> windows;
  // Shapes, events and windows that found no room.
  uint64_t not_counted = 0;

 private:
  void AddQuery(const sudare::v1::AuditEntry& entry, absl::Time time);
  void AddShape(const sudare::v1::AuditEntry& entry, absl::Time time, AccountUsage* account);
  void AddClasses(const sudare::v1::AuditEntry& entry);
  void AddRefusal(const sudare::v1::AuditEntry& entry, absl::Time time);
  void AddLogin(const sudare::v1::AuditEntry& entry, absl::Time time);
  void AddDetokenization(const sudare::v1::AuditEntry& entry, absl::Time time);
  void AddEvent(const sudare::v1::AuditEntry& entry);
  void AddWindow(const sudare::v1::AuditEntry& entry, absl::Time time);
  void AddCommand(const sudare::v1::AuditEntry& entry);
  // Null: no room for more.
  sudare::v1::AuditReport::WindowUse* WindowOf(const std::string& id);
  void AddAccess(const sudare::v1::AuditEntry& entry, absl::Time time);
  // Of the account that the entry is about; notes its time.
  AccountUsage& AccountOf(const sudare::v1::AuditEntry& entry, absl::Time time);
  void Note(const std::string& purpose, std::set<std::string>* purposes) const;
  void CountRefusal(const sudare::v1::AuditEntry& entry, absl::Time time);

  const sudare::v1::AuditReportOptions options_;
  const bool keep_texts_;
  absl::flat_hash_set<std::string> holidays_;
};

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_USAGE_H_
