#include "proxy/discover/column_sample.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/discover/row_texts.h"

namespace sudare::discover {
namespace {

// Tables of so many times the sample are sampled by blocks.
constexpr double kLarge = 4;
// A column with fewer values is looked for by itself.
constexpr size_t kFew = 50;
constexpr size_t kMaxRowBytes = 4 << 20;

std::string Quote(absl::string_view name) {
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

std::string TextOf(const OutlineColumn& column, size_t characters) {
  if (column.type.type == SqlType::kBytea) return "NULL::text";
  return absl::StrCat("left(", Quote(column.name), "::text, ", characters, ")");
}

class Sampling {
 public:
  Sampling(BackendSession& session, const OutlineTable& table, const SampleLimits& limits,
           const std::function<bool()>& cancelled)
      : session_(session), table_(table), limits_(limits), cancelled_(cancelled) {
    values_.resize(table.columns.size());
  }

  absl::StatusOr<ColumnValues> Run() {
    if (table_.kind == 'f' || table_.columns.empty()) return std::move(values_);
    SUDARE_ASSIGN_OR_RETURN(Rows rows, AskFor(WholeRows(IsLarge())));
    // The planner's number was wrong, or the blocks held little.
    if (IsLarge() && rows.size() < limits_.rows / 4) {
      SUDARE_ASSIGN_OR_RETURN(rows, AskFor(WholeRows(false)));
    }
    const bool is_all = !IsLarge() && rows.size() < limits_.rows;
    for (std::vector<Value>& row : rows) {
      for (size_t i = 0; i < row.size(); ++i) {
        if (row[i].has_value()) values_[i].push_back(*std::move(row[i]));
      }
    }
    for (size_t i = 0; !is_all && i < values_.size(); ++i) SUDARE_RETURN_IF_ERROR(LookFor(i));
    return std::move(values_);
  }

 private:
  bool IsLarge() const {
    return table_.estimated_rows > kLarge * static_cast<double>(limits_.rows) && table_.kind != 'p';
  }

  std::string From() const {
    return absl::StrCat(" FROM ", Quote(table_.schema), ".", Quote(table_.name));
  }

  std::string WholeRows(bool by_blocks) const {
    std::string sql =
        absl::StrCat("SELECT ",
                     absl::StrJoin(table_.columns, ", ",
                                   [this](std::string* out, const OutlineColumn& column) {
                                     absl::StrAppend(out, TextOf(column, limits_.characters));
                                   }),
                     From());
    if (by_blocks) {
      // A little more than wanted: blocks hold unlike numbers of rows.
      const double percent =
          std::min(100.0, 120.0 * static_cast<double>(limits_.rows) / table_.estimated_rows);
      absl::StrAppend(&sql, " TABLESAMPLE SYSTEM (", percent, ") REPEATABLE (1)");
    }
    return absl::StrCat(sql, " LIMIT ", limits_.rows);
  }

  absl::StatusOr<Rows> AskFor(const std::string& sql) {
    Statement statement;
    statement.sql = sql;
    statement.keep_prepared = false;
    statement.leaves_session_clean = true;
    ExecuteOptions options;
    options.deadline = absl::Now() + limits_.timeout;
    options.cancelled = cancelled_;
    options.row_bytes = kMaxRowBytes;
    return Ask(session_, statement, options);
  }

  absl::Status LookFor(size_t column) {
    const ColumnType type = table_.columns[column].type;
    const bool holds_text =
        IsText({type.type}) || type.type == SqlType::kJson || type.type == SqlType::kJsonb;
    if (!holds_text || values_[column].size() >= std::min(kFew, limits_.rows)) {
      return absl::OkStatus();
    }
    absl::StatusOr<Rows> rows = AskFor(absl::StrCat(
        "SELECT ", TextOf(table_.columns[column], limits_.characters), From(), " WHERE ",
        Quote(table_.columns[column].name), " IS NOT NULL LIMIT ", limits_.rows));
    // What was found so far has to do.
    if (absl::IsDeadlineExceeded(rows.status())) return absl::OkStatus();
    SUDARE_RETURN_IF_ERROR(rows.status());
    values_[column].clear();
    for (std::vector<Value>& row : *rows) values_[column].push_back(*std::move(row[0]));
    return absl::OkStatus();
  }

  BackendSession& session_;
  const OutlineTable& table_;
  const SampleLimits& limits_;
  const std::function<bool()>& cancelled_;
  ColumnValues values_;
};

}  // namespace

absl::StatusOr<ColumnValues> SampleTable(BackendSession& session, const OutlineTable& table,
                                         const SampleLimits& limits,
                                         const std::function<bool()>& cancelled) {
  return Sampling(session, table, limits, cancelled).Run();
}

}  // namespace sudare::discover
