#include "tests/differential/look_alikes.h"

#include <map>

#include "absl/algorithm/container.h"
#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "policy/token.h"
#include "proxy/sql/masked_sql.h"
#include "tests/differential/permuted_keyring.h"
#include "tests/support/golden.h"

namespace sudare::testing {
namespace {

absl::StatusOr<std::map<std::string, Renamed>> ReadRenamed(const PostgresServer& server,
                                                           const std::string& database) {
  SUDARE_ASSIGN_OR_RETURN(
      const auto rows, server.Query("SELECT domain, before, after FROM payroll.renamed", database));
  std::map<std::string, Renamed> renamed;
  for (const auto& row : rows) renamed[*row.at(0)][*row.at(1)] = *row.at(2);
  return renamed;
}

}  // namespace

absl::StatusOr<std::unique_ptr<LookAlikes>> LookAlikes::Create(
    const std::string& account, const std::vector<std::pair<std::string, std::string>>& settings) {
  auto made = absl::WrapUnique(new LookAlikes(account));
  PostgresServer::Options options;
  options.settings = settings;
  SUDARE_ASSIGN_OR_RETURN(made->server_, PostgresServer::Start(options));
  SUDARE_RETURN_IF_ERROR(made->Make("one", Changed::kNothing, &made->one_));
  SUDARE_RETURN_IF_ERROR(made->Make("other", Changed::kHidden, &made->other_));
  SUDARE_RETURN_IF_ERROR(made->Make("renamed", Changed::kHiddenAndTokens, &made->renamed_));
  return made;
}

absl::Status LookAlikes::Make(const std::string& name, Changed changed,
                              std::unique_ptr<MaskedDatabase>* made) {
  const std::string folder = "tests/differential/";
  SUDARE_RETURN_IF_ERROR(server_->Run(absl::StrCat("CREATE DATABASE ", name)));
  std::vector<std::string> files = {folder + "fixture_data.sql", "tests/attack/odd.sql",
                                    folder + "same_for_all.sql"};
  if (changed != Changed::kNothing) {
    files.push_back(absl::StrCat(folder, "different_for_", account_, ".sql"));
  }
  const bool renamed = changed == Changed::kHiddenAndTokens;
  if (renamed) {
    files.push_back(folder + "permuted_tokens.sql");
    // The other account doesn't see accounts as tokens: a filter of its reads them.
    if (account_ == "vendor") files.push_back(folder + "permuted_accounts.sql");
  }
  files.push_back(folder + "rows_again.sql");
  for (const std::string& file : files) {
    SUDARE_RETURN_IF_ERROR(server_->Run(ReadTestFile(file), name));
  }
  MaskedDatabase::Options options;
  options.database = name;
  options.policies = {"tests/attack/policy.textproto"};
  if (renamed) {
    SUDARE_ASSIGN_OR_RETURN(options.renamed, ReadRenamed(*server_, name));
    SUDARE_RETURN_IF_ERROR(server_->Run("DROP TABLE payroll.renamed; VACUUM ANALYZE", name));
  }
  SUDARE_ASSIGN_OR_RETURN(*made, MaskedDatabase::Create(*server_, options));
  return absl::OkStatus();
}

bool LookAlikes::Salted(const std::string& sql, const std::vector<Value>& parameters) {
  const absl::StatusOr<sql::MaskedSql> masked = one_->Compile(account_, sql, parameters);
  return masked.ok() && absl::c_any_of(masked->parameters, [](const sql::BoundParameter& one) {
           return one.kind == sql::BoundParameter::Kind::kOrderSalt;
         });
}

std::string LookAlikes::Aimed(std::string sql) {
  const auto& tokenizer =
      one_->SchemaOf(account_).Find("payroll", "employees")->FindColumn("full_name")->tokenizer;
  for (size_t open = sql.find("{{"); open != std::string::npos; open = sql.find("{{")) {
    const size_t close = sql.find("}}", open);
    sql.replace(open, close + 2 - open,
                tokenizer->Tokenize(sql.substr(open + 2, close - open - 2)));
  }
  return sql;
}

}  // namespace sudare::testing
