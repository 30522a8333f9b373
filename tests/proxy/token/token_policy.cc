#include "tests/proxy/token/token_policy.h"

#include <iostream>

#include "policy/loader.h"
#include "policy/token.h"

namespace sudare::testing {
namespace {

constexpr char kPolicy[] = R"(
classes { name: "name" title: "氏名" }
classes { name: "holder" title: "口座名義" }
classes { name: "phone" title: "電話番号" }
classes { name: "city" }
classes { name: "pay" }
tables {
  name: "payroll.employees"
  columns { name: "full_name" class: "name" }
  columns { name: "account_holder" class: "holder" }
  columns { name: "phone" class: "phone" }
  columns { name: "city" class: "city" }
  columns { name: "gross" class: "pay" }
}
roles {
  name: "payroll"
  rules { class: "name" tokenize { domain: "name" prefix: "nam" } }
  rules { class: "holder" tokenize { domain: "name" prefix: "nam" scope: ROLE } }
  rules { class: "phone" tokenize { domain: "phone" scope: ACCOUNT } }
  rules { class: "city" tokenize { domain: "city" scope: GLOBAL prefix: "city" } }
  rules { class: "pay" allow {} }
}
roles {
  name: "attendance"
  rules { class: "name" tokenize { domain: "name" scope: ROLE prefix: "nam" } }
  rules { class: "city" tokenize { domain: "city" scope: GLOBAL prefix: "city" } }
}
roles { name: "personnel" rules { class: "*" allow {} } }
accounts {
  name: "payroll-01" role: "payroll" organization: "vendor" certificate { san: "01@vendor.example" }
  pledge { document: "d" signed: "2020-04-01" expires: "2021-03-31" }
}
accounts { name: "payroll-02" role: "payroll" organization: "vendor" kind: PROGRAM certificate { san: "02@vendor.example" } }
accounts { name: "attendance-01" role: "attendance" organization: "other" kind: PROGRAM certificate { san: "x@other.example" } }
accounts { name: "personnel-01" role: "personnel" kind: PROGRAM certificate { san: "p@city.example" } }
staff { name: "head" duties: [ APPROVE, DETOKENIZE ] certificate { san: "head@city.example" } }
staff { name: "auditor" duties: AUDIT certificate { san: "audit@city.example" } }
staff { name: "clerk" duties: [ REQUEST, CONNECT, APPROVE ] certificate { san: "clerk@city.example" } }
)";

}  // namespace

std::shared_ptr<const Policy> TokenPolicy() {
  const LoadResult loaded = LoadPolicyFromSources({{"tokens.textproto", kPolicy}});
  for (const Issue& issue : loaded.issues) std::cerr << issue.ToString() << "\n";
  return loaded.policy;
}

std::shared_ptr<const Keyring> KeyringOf(char fill) {
  return *Keyring::FromKey(1, std::string(32, fill));
}

std::string TokenOf(const Keyring& keyring, const std::string& domain, const std::string& scope,
                    const std::string& prefix, const std::string& value) {
  return keyring.MakeTokenizer({domain, scope}, prefix)->Tokenize(value);
}

}  // namespace sudare::testing
