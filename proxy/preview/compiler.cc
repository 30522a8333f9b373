#include "proxy/preview/compiler.h"

#include <sodium.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/admission/admission.h"
#include "proxy/error.h"
#include "proxy/query/explain.h"
#include "proxy/sql/compile.h"
#include "proxy/sql/parse.h"

namespace sudare::preview {

std::shared_ptr<const Keyring> MakePassingKeyring() {
  std::string key(32, '\0');
  if (sodium_init() < 0) return nullptr;
  randombytes_buf(&key[0], key.size());
  auto keyring = Keyring::FromKey(1, key);
  sodium_memzero(&key[0], key.size());
  return keyring.ok() ? *std::move(keyring) : nullptr;
}

Compiler::Compiler(const Viewpoint& viewpoint, std::shared_ptr<const Keyring> keyring)
    : viewpoint_(viewpoint),
      schema_(viewpoint.policy, viewpoint.catalog, std::move(keyring), *viewpoint.account,
              DecisionContext{viewpoint.now}) {}

absl::Status Compiler::Standing() const {
  const absl::Status status =
      MakeAdmission({})->Admit(*viewpoint_.account, viewpoint_.now).status();
  return DetailOf(status).reason() == "NO_OPEN_WINDOW" ? absl::OkStatus() : status;
}

absl::StatusOr<sql::MaskedSql> Compiler::Compile(const std::string& sql,
                                                 const std::vector<Value>& parameters) const {
  sql::ParseLimits limits;
  if (viewpoint_.account->role != nullptr) {
    const EffectiveLimits of_role = LimitsOf(*viewpoint_.account->role, {});
    limits.max_bytes = of_role.sql_bytes;
    limits.max_depth = static_cast<int>(of_role.nesting_depth);
  }
  SUDARE_ASSIGN_OR_RETURN(sql::ParsedSql parsed, sql::Parse(sql, limits));
  return sql::Compile(std::move(parsed), schema_, parameters);
}

sudare::v1::QueryExplanation Compiler::Explain(const std::string& sql,
                                               const std::vector<Value>& parameters) const {
  const Account& account = *viewpoint_.account;
  sudare::v1::QueryExplanation out;
  out.set_account(account.name);
  if (account.role != nullptr) out.set_role(account.role->name);
  const absl::StatusOr<sql::MaskedSql> masked = Compile(sql, parameters);
  if (masked.ok()) {
    *out.mutable_answer() = DescribeMasked(*masked, schema_);
  } else {
    *out.mutable_answer()->mutable_refusal() = DetailOf(masked.status());
  }
  out.mutable_answer()->set_policy_hash(viewpoint_.policy->hash());
  const absl::Status standing = Standing();
  if (!standing.ok()) {
    out.add_notes(
        absl::StrCat("every query of the account would be refused: ", standing.message()));
  } else if (account.role->requires_window) {
    out.add_notes("answered inside an open maintenance window only");
  }
  return out;
}

}  // namespace sudare::preview
