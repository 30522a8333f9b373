// FakePolicy: accounts and staff put together by a test, or relations listed by name; nothing else
// of a policy.
#ifndef SUDARE_TESTS_SUPPORT_FAKE_POLICY_H_
#define SUDARE_TESTS_SUPPORT_FAKE_POLICY_H_

#include <string>
#include <utility>
#include <vector>

#include "policy/policy.h"

namespace sudare::testing {

class FakePolicy : public Policy {
 public:
  FakePolicy() = default;
  // Lists relations, by schema and name.
  explicit FakePolicy(const std::vector<std::pair<std::string, std::string>>& relations) {
    for (const auto& [schema, name] : relations) {
      PolicyTable& table = tables_.emplace_back();
      table.schema = schema;
      table.name = name;
    }
  }

  // Change accounts and staff before use, or between uses.
  std::vector<Account>& mutable_accounts() { return accounts_; }
  std::vector<StaffMember>& mutable_staff() { return staff_; }

  const Account* FindAccount(absl::string_view name) const override {
    for (const Account& account : accounts_) {
      if (account.name == name) return &account;
    }
    return nullptr;
  }
  const Role* FindRole(absl::string_view) const override { return nullptr; }
  const PolicyTable* FindTable(absl::string_view, absl::string_view) const override {
    return nullptr;
  }
  const DataClass* FindClass(absl::string_view) const override { return nullptr; }
  const std::vector<PolicyTable>& tables() const override { return tables_; }
  const std::vector<DataClass>& classes() const override { return classes_; }
  const std::vector<Role>& roles() const override { return roles_; }
  const std::vector<Account>& accounts() const override { return accounts_; }
  const std::vector<StaffMember>& staff() const override { return staff_; }
  const std::vector<Organization>& organizations() const override { return organizations_; }
  const std::vector<std::string>& functions() const override { return functions_; }
  const std::string& hash() const override { return hash_; }

 private:
  std::vector<Account> accounts_;
  std::vector<PolicyTable> tables_;
  std::vector<DataClass> classes_;
  std::vector<Role> roles_;
  std::vector<StaffMember> staff_;
  std::vector<Organization> organizations_;
  std::vector<std::string> functions_;
  std::string hash_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_FAKE_POLICY_H_
