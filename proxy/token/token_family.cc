#include "proxy/token/token_family.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/evaluator.h"

namespace sudare {
namespace {

using sudare::v1::Tokenize;

Tokenize::Scope KindOf(const Tokenize& tokenize) {
  switch (tokenize.scope()) {
    case Tokenize::GLOBAL:
    case Tokenize::ACCOUNT:
    case Tokenize::WINDOW:
      return tokenize.scope();
    default:
      return Tokenize::ROLE;
  }
}

// For what depends on the role alone: a program, which needs no pledge.
Account AnyProgramOf(const Role& role) {
  Account account;
  account.is_program = true;
  account.role = &role;
  return account;
}

bool Makes(const Tokenize& tokenize, const TokenFamily& family) {
  return tokenize.domain() == family.scope.domain && tokenize.prefix() == family.prefix &&
         KindOf(tokenize) == family.kind;
}

class Families {
 public:
  void Add(TokenFamily family) {
    if (seen_.emplace(family.scope.domain, family.scope.scope, family.prefix).second) {
      families_.push_back(std::move(family));
    }
  }
  std::vector<TokenFamily> Take() { return std::move(families_); }

 private:
  std::set<std::tuple<std::string, std::string, std::string>> seen_;
  std::vector<TokenFamily> families_;
};

}  // namespace

TokenFamily FamilyOf(const Tokenize& tokenize, const Role& role, const Account* account,
                     const TokenWindow* window) {
  TokenFamily family;
  family.scope.domain = tokenize.domain();
  family.prefix = tokenize.prefix();
  family.kind = KindOf(tokenize);
  if (family.kind != Tokenize::GLOBAL) family.role = &role;
  if (family.kind == Tokenize::ACCOUNT) family.account = account;
  if (family.kind == Tokenize::WINDOW && window != nullptr) {
    family.window = window->work.id;
    family.window_accounts = window->accounts;
  }
  family.scope.scope = ScopeOf(account != nullptr ? *account : AnyProgramOf(role), tokenize,
                               window == nullptr ? nullptr : &window->work);
  return family;
}

absl::string_view TokenFamily::KindName() const {
  if (kind == Tokenize::GLOBAL) return "global";
  if (kind == Tokenize::WINDOW) return "window";
  return kind == Tokenize::ACCOUNT ? "account" : "role";
}

std::string TokenFamily::Description() const {
  if (kind == Tokenize::WINDOW) return absl::StrCat("window ", Quoted(window));
  if (account != nullptr) return absl::StrCat("account ", Quoted(account->name));
  if (role != nullptr) return absl::StrCat("role ", Quoted(role->name));
  return absl::StrCat("the global domain ", Quoted(scope.domain));
}

std::vector<TokenFamily> FamiliesOf(const Policy& policy, const std::vector<TokenWindow>& windows) {
  Families families;
  for (const Role& role : policy.roles()) {
    for (const Rule& rule : role.rules) {
      if (rule.kind != MaskKind::kTokenize) continue;
      const Tokenize& tokenize = rule.proto.tokenize();
      if (KindOf(tokenize) == Tokenize::WINDOW) {
        for (const TokenWindow& window : windows) {
          if (window.role == role.name) families.Add(FamilyOf(tokenize, role, nullptr, &window));
        }
        continue;
      }
      if (KindOf(tokenize) != Tokenize::ACCOUNT) {
        families.Add(FamilyOf(tokenize, role, nullptr));
        continue;
      }
      for (const Account& account : policy.accounts()) {
        if (account.role == &role) families.Add(FamilyOf(tokenize, role, &account));
      }
    }
  }
  return families.Take();
}

bool IsShownTo(const TokenFamily& family, const Account& account) {
  if (family.account != nullptr) return account.name == family.account->name;
  if (family.kind == Tokenize::WINDOW) {
    return std::find(family.window_accounts.begin(), family.window_accounts.end(), account.name) !=
           family.window_accounts.end();
  }
  return account.role != nullptr && IsShownTo(family, *account.role);
}

bool IsShownTo(const TokenFamily& family, const Role& role) {
  if (family.role != nullptr && role.name != family.role->name) return false;
  return std::any_of(role.rules.begin(), role.rules.end(), [&family](const Rule& rule) {
    return rule.kind == MaskKind::kTokenize && Makes(rule.proto.tokenize(), family);
  });
}

std::vector<const Account*> HoldersOf(const Policy& policy, const TokenFamily& family) {
  std::vector<const Account*> holders;
  for (const Account& account : policy.accounts()) {
    if (IsShownTo(family, account)) holders.push_back(&account);
  }
  return holders;
}

std::vector<const DataClass*> ClassesOf(const Policy& policy, const TokenFamily& family) {
  std::set<const DataClass*> found;
  for (const Role& role : policy.roles()) {
    if (!IsShownTo(family, role)) continue;
    const Account any = AnyProgramOf(role);
    for (const PolicyTable& table : policy.tables()) {
      for (const PolicyColumn& column : table.columns) {
        const Decision decision =
            Decide(policy, any, {table.schema, table.name, column.name}, {absl::InfinitePast()});
        if (decision.kind == MaskKind::kTokenize &&
            Makes(decision.rule->proto.tokenize(), family)) {
          found.insert(decision.data_class);
        }
      }
    }
  }
  std::vector<const DataClass*> classes;
  for (const DataClass& data_class : policy.classes()) {
    if (found.count(&data_class) > 0) classes.push_back(&data_class);
  }
  return classes;
}

}  // namespace sudare
