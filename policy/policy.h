// Policy: a validated policy, compiled for look-ups. Immutable.
#ifndef SUDARE_POLICY_POLICY_H_
#define SUDARE_POLICY_POLICY_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "policy/mask.h"
#include "proto/policy.pb.h"

namespace sudare {

// A place in a policy file, 1-based.
struct SourcePlace {
  std::string file;
  int line = 0;
  int column = 0;

  std::string ToString() const;  // "file:line"
};

struct DataClass {
  std::string name;
  std::string title;
  bool convertible = true;
};

struct Rule {
  sudare::v1::Rule proto;
  MaskKind kind = MaskKind::kHide;
  SourcePlace place;
};

struct PolicyColumn {
  std::string name;
  const DataClass* data_class = nullptr;
  std::string title;
  // What it numbers, if rows are about the person that it names; empty: nobody.
  std::string person;
  SourcePlace place;
};

struct PolicyTable {
  std::string schema;
  std::string name;
  std::string title;
  // In the order of the file. Empty for a view that is to be expanded over its masked tables.
  std::vector<PolicyColumn> columns;
  SourcePlace place;

  const PolicyColumn* FindColumn(absl::string_view column) const;
  // Whether its rows are about people.
  bool has_persons() const;
};

struct RowFilter {
  std::string where;
  SourcePlace place;
};

struct Role {
  std::string name;
  std::string title;
  std::string database_role;
  bool requires_window = false;
  std::vector<Rule> rules;
  // By "schema.table"; several filters of one table are joined by AND.
  absl::flat_hash_map<std::string, std::vector<RowFilter>> row_filters;
  sudare::v1::Limits limits;
  // Names of the roles it must not be connected together with, whichever side says so; sorted.
  std::vector<std::string> exclusive_with;
  // An open window nobody works in closes after this.
  absl::Duration window_idle;
  sudare::v1::Budgets budgets;
  SourcePlace place;

  bool counts_persons() const {
    return budgets.persons_per_window() != 0 || budgets.persons_per_day() != 0;
  }
  bool has_budgets() const { return budgets.rows_per_day() != 0 || counts_persons(); }
};

struct Pledge {
  std::string document;
  absl::CivilDay signed_on;
  absl::CivilDay expires_on;
};

// A vendor, or whoever else accounts belong to.
struct Organization {
  std::string name;
  struct Report {
    std::string document;
    absl::CivilDay handed_in;
  };
  // Yearly reports on security.
  std::vector<Report> reports;
  int report_months = 0;
  bool overdue_report_blocks = false;
  bool expired_pledge_blocks = true;
  SourcePlace place;

  // The last day on which what was handed in by `day` is enough; nullopt: nothing was.
  std::optional<absl::CivilDay> ReportDue(absl::CivilDay day) const;
  bool IsReportOverdue(absl::CivilDay day) const;
};

struct Account {
  std::string name;
  std::string organization;
  // What the policy says of the organization; null: nothing.
  const Organization* registered = nullptr;
  // Who holds it; may be empty.
  std::string person;
  bool is_program = false;
  const Role* role = nullptr;
  std::vector<sudare::v1::Certificate> certificates;
  std::string password_hash;
  std::vector<Pledge> pledges;
  SourcePlace place;

  // Whether nothing has lapsed on `day` that forbids to work, as far as the policy says.
  bool MayWorkOn(absl::CivilDay day) const;
  // Programs need no pledge; people need one that is valid on `day`.
  bool HasPledgeOn(absl::CivilDay day) const;
  // The pledge that expired last before `day`, where the policy lets its person go on with a
  // warning; null: none.
  const Pledge* ToleratedPledge(absl::CivilDay day) const;
  // Its organization owes a report on security, without which the policy lets nobody of it work.
  bool IsBlockedByReport(absl::CivilDay day) const;
};

struct StaffMember {
  std::string name;
  std::vector<sudare::v1::Staff::Duty> duties;
  std::vector<sudare::v1::Certificate> certificates;
  // Post and name, for the ledger; may be empty.
  std::string title;
  SourcePlace place;
};

// Thread-safety: immutable, share freely.
// Lifetime: everything returned lives as long as the policy.
class Policy {
 public:
  virtual ~Policy() = default;

  virtual const Account* FindAccount(absl::string_view name) const = 0;
  virtual const Role* FindRole(absl::string_view name) const = 0;
  virtual const PolicyTable* FindTable(absl::string_view schema, absl::string_view table) const = 0;
  virtual const DataClass* FindClass(absl::string_view name) const = 0;
  virtual const std::vector<PolicyTable>& tables() const = 0;
  virtual const std::vector<DataClass>& classes() const = 0;
  virtual const std::vector<Role>& roles() const = 0;
  virtual const std::vector<Account>& accounts() const = 0;
  virtual const std::vector<StaffMember>& staff() const = 0;
  virtual const std::vector<Organization>& organizations() const = 0;
  // Names that admins added to the function allow-list: "schema.function".
  virtual const std::vector<std::string>& functions() const = 0;
  // SHA-256 of the policy's canonical form, hexadecimal.
  virtual const std::string& hash() const = 0;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_POLICY_H_
