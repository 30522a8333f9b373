// LookAlikes: two databases that differ in what an account's masks hide, and in nothing else:
// hidden values and rows, and the values behind tokens.
#ifndef SUDARE_TESTS_DIFFERENTIAL_LOOK_ALIKES_H_
#define SUDARE_TESTS_DIFFERENTIAL_LOOK_ALIKES_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/differential/masked_database.h"
#include "tests/support/postgres.h"

namespace sudare::testing {

// Thread-safety: one thread at a time.
class LookAlikes {
 public:
  // `settings` of postgresql.conf. The account is `vendor` or `filtered` of
  // tests/attack/policy.textproto.
  static absl::StatusOr<std::unique_ptr<LookAlikes>> Create(
      const std::string& account,
      const std::vector<std::pair<std::string, std::string>>& settings = {});

  const std::string& account() const { return account_; }
  const PostgresServer& server() const { return *server_; }
  MaskedDatabase& one() { return *one_; }
  MaskedDatabase& other() { return *other_; }
  MaskedDatabase& renamed() { return *renamed_; }

  // The order of some rows of the statement hangs on the salt.
  bool Salted(const std::string& sql, const std::vector<Value>& parameters = {});

  // {{value}} becomes the account's token of a name.
  std::string Aimed(std::string sql);

 private:
  explicit LookAlikes(std::string account) : account_(std::move(account)) {}
  enum class Changed { kNothing, kHidden, kHiddenAndTokens };
  absl::Status Make(const std::string& name, Changed changed,
                    std::unique_ptr<MaskedDatabase>* made);

  const std::string account_;
  std::unique_ptr<PostgresServer> server_;
  std::unique_ptr<MaskedDatabase> one_;
  std::unique_ptr<MaskedDatabase> other_;
  std::unique_ptr<MaskedDatabase> renamed_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DIFFERENTIAL_LOOK_ALIKES_H_
