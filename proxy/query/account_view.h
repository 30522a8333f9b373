// AccountView: what one account sees, with the statements compiled for it so far.
//
// A view belongs to one policy, one state of the catalog, one day and one maintenance window: when
// any of them changes a new one takes its place, so a compiled statement can't outlive the
// decisions it was made with.
#ifndef SUDARE_PROXY_QUERY_ACCOUNT_VIEW_H_
#define SUDARE_PROXY_QUERY_ACCOUNT_VIEW_H_

#include <list>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/masked_sql.h"

namespace sudare {

// A compiled statement with what the audit log says of it.
struct CompiledStatement {
  sql::MaskedSql masked;
  std::string normalized_sql;
  std::string fingerprint;
  // Secret; of this statement and account.
  std::string order_salt;
};

// The most recently used statements, bounded by number and bytes. Thread-safety: internally locked.
class CompiledStatements {
 public:
  std::shared_ptr<const CompiledStatement> Find(const std::string& key);
  void Insert(const std::string& key, std::shared_ptr<const CompiledStatement> statement);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const CompiledStatement> statement;
  };

  void DropLast() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  // Most recent first.
  std::list<Entry> entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<absl::string_view, std::list<Entry>::iterator> by_key_
      ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

struct AccountView {
  // `window`: the one the account works in; without id: none.
  AccountView(std::shared_ptr<const Policy> policy, std::shared_ptr<const CatalogSnapshot> catalog,
              std::shared_ptr<const Keyring> keyring, const Account& account, absl::Time now,
              const WorkWindow& window);

  // What `schema` refers to.
  const WorkWindow window;
  const VisibleSchema schema;
  const absl::CivilDay day;
  CompiledStatements statements;
};

// Thread-safety: internally locked.
class AccountViews {
 public:
  explicit AccountViews(std::shared_ptr<const Keyring> keyring);

  std::shared_ptr<AccountView> Get(const std::shared_ptr<const Policy>& policy,
                                   const std::shared_ptr<const CatalogSnapshot>& catalog,
                                   const Account& account, absl::Time now,
                                   const WorkWindow& window);

 private:
  const std::shared_ptr<const Keyring> keyring_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<AccountView>> views_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_ACCOUNT_VIEW_H_
