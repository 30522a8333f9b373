#include "proxy/preview/policy_diff.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proxy/preview/changes.h"
#include "proxy/preview/people_changes.h"
#include "proxy/preview/role_changes.h"
#include "proxy/preview/safeguard_changes.h"

namespace sudare::preview {
namespace {

std::string NameOf(const Role* role) { return role == nullptr ? "" : role->name; }

// "payroll", or "clerk → payroll".
std::string GroupName(const std::string& before, const std::string& after) {
  return before == after ? after : absl::StrCat(before, " → ", after);
}

class Comparison {
 public:
  Comparison(const Policy& older, const Policy& newer) : older_(older), newer_(newer) {}

  std::vector<v1::PolicyChange> Run() {
    CompareAllAccounts();
    AddRolesWithoutAccounts();
    for (const auto& group : groups_) {
      const auto& [before, after] = group.first;
      changes_.SetGroup(group.second, GroupName(before, after));
      const Role* const had = older_.FindRole(before);
      const Role* const has = newer_.FindRole(after);
      CompareRoles({older_, had}, {newer_, has}, &changes_);
      if (had != nullptr && has != nullptr) CompareBudgets(older_, *had, newer_, *has, &changes_);
    }
    changes_.SetGroup({}, "");
    CompareStaff(older_, newer_, &changes_);
    CompareRegisters(older_, newer_, &changes_);
    changes_.AddSets(Weight::kFunction, "function", "queries may call", older_.functions(),
                     newer_.functions());
    CompareClasses();
    return changes_.Take();
  }

 private:
  void CompareAllAccounts() {
    for (const Account& account : newer_.accounts()) {
      const Account* before = older_.FindAccount(account.name);
      changes_.SetGroup({account.name}, NameOf(account.role));
      if (before == nullptr) {
        changes_.Add(Direction::kMore, Weight::kAccount,
                     {"account", account.name, "no such account",
                      absl::StrCat("sees ", SightOf({newer_, account.role}))});
        continue;
      }
      CompareAccounts(*before, account, &changes_);
      groups_[{NameOf(before->role), NameOf(account.role)}].push_back(account.name);
    }
    for (const Account& account : older_.accounts()) {
      if (newer_.FindAccount(account.name) != nullptr) continue;
      changes_.SetGroup({account.name}, NameOf(account.role));
      changes_.Add(Direction::kLess, Weight::kAccount,
                   {"account", account.name, absl::StrCat("sees ", SightOf({older_, account.role})),
                    "no such account"});
    }
  }

  void AddRolesWithoutAccounts() {
    std::set<std::string> used;
    for (const auto& group : groups_) used.insert({group.first.first, group.first.second});
    for (const Role& role : newer_.roles()) {
      if (used.count(role.name) == 0 && older_.FindRole(role.name) != nullptr) {
        groups_[{role.name, role.name}];
      }
    }
  }

  void CompareClasses() {
    for (const DataClass& after : newer_.classes()) {
      const DataClass* before = older_.FindClass(after.name);
      if (before == nullptr || before->convertible == after.convertible) continue;
      changes_.Add(
          after.convertible ? Direction::kMore : Direction::kLess, Weight::kConversion,
          {"class", after.name, before->convertible ? "may be converted" : "must not be converted",
           after.convertible ? "may be converted" : "must not be converted"});
    }
  }

  const Policy& older_;
  const Policy& newer_;
  Changes changes_;
  // By the names of the roles before and after.
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> groups_;
};

}  // namespace

v1::PolicyDiff ComparePolicies(const Policy& older, const Policy& newer) {
  v1::PolicyDiff diff;
  diff.set_old_hash(older.hash());
  diff.set_new_hash(newer.hash());
  for (v1::PolicyChange& change : Comparison(older, newer).Run()) {
    *diff.add_changes() = std::move(change);
  }
  return diff;
}

}  // namespace sudare::preview
