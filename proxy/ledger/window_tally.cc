#include "proxy/ledger/window_tally.h"

#include <algorithm>
#include <tuple>

#include "proxy/report/period.h"

namespace sudare::ledger {

using sudare::v1::AuditEntry;
using sudare::v1::LedgerRow;

void Count(const AuditEntry& entry, LedgerRow::Use* use) {
  if (entry.kind() == AuditEntry::REFUSAL) {
    use->set_refusals(use->refusals() + 1);
    return;
  }
  use->set_queries(use->queries() + 1);
  use->set_rows(use->rows() + entry.rows());
  use->set_bytes(use->bytes() + entry.bytes());
  if (entry.status() != "OK") use->set_failed_queries(use->failed_queries() + 1);
  if (entry.status() == "NONE") use->set_unended_queries(use->unended_queries() + 1);
}

void WindowTally::Replace(sudare::v1::Window window) {
  // What the state counted lags behind the log.
  window.clear_rows_read();
  *row_.mutable_window() = std::move(window);
}

void WindowTally::Add(const AuditEntry& entry) {
  Count(entry, row_.mutable_use());
  Count(entry, &accounts_[entry.caller().account()]);
  if (entry.kind() != AuditEntry::QUERY) return;
  const absl::Time time = report::TimeOf(entry.time());
  first_query_ = std::min(first_query_, time);
  last_query_ = std::max(last_query_, time);
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& column : entry.columns()) {
    ClassSum& sum = classes_[{column.class_(), column.mask()}];
    sum.columns.insert(column.column());
    if (!seen.emplace(column.class_(), column.mask()).second) continue;
    ++sum.queries;
    sum.rows += entry.rows();
  }
}

LedgerRow WindowTally::Row() const {
  LedgerRow row = row_;
  for (const auto& [key, sum] : classes_) {
    LedgerRow::ClassUse* const out = row.add_classes();
    std::tie(*out->mutable_class_(), *out->mutable_mask()) = key;
    out->set_queries(sum.queries);
    out->set_rows(sum.rows);
    for (const std::string& column : sum.columns) out->add_columns(column);
  }
  for (const auto& [account, use] : accounts_) {
    LedgerRow::AccountUse* const out = row.add_accounts();
    out->set_account(account);
    *out->mutable_use() = use;
  }
  if (row.use().queries() > 0) {
    *row.mutable_first_query() = report::TimestampOf(first_query_);
    *row.mutable_last_query() = report::TimestampOf(last_query_);
  }
  return row;
}

}  // namespace sudare::ledger
