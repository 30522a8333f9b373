#include "proxy/prove/ready_policy.h"

#include <utility>

namespace sudare::prove {
namespace {

class ReadyPolicy : public Policy {
 public:
  explicit ReadyPolicy(std::shared_ptr<const Policy> policy)
      : policy_(std::move(policy)), roles_(policy_->roles()), accounts_(policy_->accounts()) {
    for (Role& role : roles_) {
      role.requires_window = false;
      role.budgets.Clear();
    }
    for (Account& account : accounts_) {
      account.registered = nullptr;
      account.pledges = {{"", absl::CivilDay(1, 1, 1), absl::CivilDay(9999, 12, 31)}};
      for (const Role& role : roles_) {
        if (account.role != nullptr && account.role->name == role.name) {
          account.role = &role;
          break;
        }
      }
    }
  }

  const Account* FindAccount(absl::string_view name) const override {
    for (const Account& account : accounts_) {
      if (account.name == name) return &account;
    }
    return nullptr;
  }
  const Role* FindRole(absl::string_view name) const override {
    for (const Role& role : roles_) {
      if (role.name == name) return &role;
    }
    return nullptr;
  }
  const PolicyTable* FindTable(absl::string_view schema, absl::string_view table) const override {
    return policy_->FindTable(schema, table);
  }
  const DataClass* FindClass(absl::string_view name) const override {
    return policy_->FindClass(name);
  }
  const std::vector<PolicyTable>& tables() const override { return policy_->tables(); }
  const std::vector<DataClass>& classes() const override { return policy_->classes(); }
  const std::vector<Role>& roles() const override { return roles_; }
  const std::vector<Account>& accounts() const override { return accounts_; }
  const std::vector<StaffMember>& staff() const override { return policy_->staff(); }
  const std::vector<Organization>& organizations() const override {
    return policy_->organizations();
  }
  const std::vector<std::string>& functions() const override { return policy_->functions(); }
  const std::string& hash() const override { return policy_->hash(); }

 private:
  const std::shared_ptr<const Policy> policy_;
  std::vector<Role> roles_;
  std::vector<Account> accounts_;
};

}  // namespace

std::shared_ptr<const Policy> MakeReadyPolicy(std::shared_ptr<const Policy> policy) {
  return std::make_shared<ReadyPolicy>(std::move(policy));
}

}  // namespace sudare::prove
