#include "proxy/query/account_view.h"

#include <utility>
#include <vector>

#include "proxy/sql/view_columns.h"

namespace sudare {
namespace {

constexpr size_t kMaxStatements = 512;
constexpr size_t kMaxBytes = 16 << 20;

// Pledges end with a day in Japan.
absl::CivilDay DayOf(absl::Time now) {
  return absl::ToCivilDay(now, absl::FixedTimeZone(9 * 60 * 60));
}

DecisionContext ContextOf(absl::Time now, const WorkWindow& window) {
  return {now, window.id.empty() ? nullptr : &window};
}

size_t BytesOf(const std::string& key, const CompiledStatement& statement) {
  return 2 * key.size() + statement.masked.sql.size() + statement.normalized_sql.size() + 1024;
}

}  // namespace

std::shared_ptr<const CompiledStatement> CompiledStatements::Find(const std::string& key) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->statement;
}

void CompiledStatements::Insert(const std::string& key,
                                std::shared_ptr<const CompiledStatement> statement) {
  const size_t bytes = BytesOf(key, *statement);
  if (bytes > kMaxBytes / 4) return;
  absl::MutexLock lock(&mutex_);
  if (by_key_.contains(key)) return;
  entries_.push_front({key, std::move(statement)});
  by_key_[entries_.front().key] = entries_.begin();
  bytes_ += bytes;
  while (entries_.size() > kMaxStatements || bytes_ > kMaxBytes) DropLast();
}

void CompiledStatements::DropLast() {
  const Entry& last = entries_.back();
  bytes_ -= BytesOf(last.key, *last.statement);
  by_key_.erase(last.key);
  entries_.pop_back();
}

AccountView::AccountView(std::shared_ptr<const Policy> policy,
                         std::shared_ptr<const CatalogSnapshot> catalog,
                         std::shared_ptr<const Keyring> keyring, const Account& account,
                         absl::Time now, const WorkWindow& work_window)
    : window(work_window),
      // Views are described over a schema of their own: their definitions may ask its catalog.
      schema(policy, catalog, keyring, account, ContextOf(now, window),
             [this, policy, catalog, keyring, &account, now](const CatalogRelation& view) {
               const VisibleSchema plain(policy, catalog, keyring, account, ContextOf(now, window));
               const VisibleRelation* const visible = plain.Find(view.schema, view.name);
               return visible == nullptr ? std::vector<ViewColumn>()
                                         : sql::DescribeView(plain, *visible);
             }),
      day(DayOf(now)) {}

AccountViews::AccountViews(std::shared_ptr<const Keyring> keyring) : keyring_(std::move(keyring)) {}

std::shared_ptr<AccountView> AccountViews::Get(
    const std::shared_ptr<const Policy>& policy,
    const std::shared_ptr<const CatalogSnapshot>& catalog, const Account& account, absl::Time now,
    const WorkWindow& window) {
  const absl::CivilDay today = DayOf(now);
  {
    absl::MutexLock lock(&mutex_);
    const auto found = views_.find(account.name);
    if (found != views_.end() && found->second->day == today &&
        found->second->window.token_scope == window.token_scope &&
        found->second->schema.shared_policy() == policy &&
        found->second->schema.catalog() == catalog) {
      return found->second;
    }
  }
  auto view = std::make_shared<AccountView>(policy, catalog, keyring_, account, now, window);
  absl::MutexLock lock(&mutex_);
  views_[account.name] = view;
  return view;
}

}  // namespace sudare
