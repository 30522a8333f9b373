#include "proxy/prove/other_database.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/prove/column_classes.h"
#include "proxy/prove/drafts.h"
#include "proxy/prove/masked_value.h"
#include "proxy/prove/sight.h"
#include "proxy/prove/sql_text.h"

namespace sudare::prove {
namespace {

// Each finds more columns that must stay.
constexpr int kAttempts = 12;
// Of putting back single values.
constexpr int kPasses = 4;

using Rows = std::vector<std::vector<Value>>;

class Making {
 public:
  Making(const PrivatePostgres& server, const DatabaseShape& shape, const Dataset& rows,
         const VisibleSchema& visible, std::shared_ptr<const Keyring> keyring,
         const OtherDatabaseOptions& options)
      : server_(server),
        shape_(shape),
        rows_(rows),
        visible_(visible),
        keyring_(std::move(keyring)),
        options_(options),
        sight_(shape, visible),
        scratch_(absl::StrCat(options.database, "_scratch")) {}

  absl::StatusOr<OtherDatabase> Run() {
    SUDARE_RETURN_IF_ERROR(sight_.Read(server_, options_.original, rows_));
    SUDARE_RETURN_IF_ERROR(CreateDatabase(server_, options_.schema, options_.database));
    SUDARE_RETURN_IF_ERROR(CreateDatabase(server_, options_.schema, scratch_));
    for (size_t table = 0; table < shape_.tables.size(); ++table) {
      for (size_t column = 0; column < shape_.tables[table].columns.size(); ++column) {
        // Or rows would move, and with them their order.
        if (shape_.tables[table].columns[column].is_partition_key) kept_.insert({table, column});
      }
    }
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      SUDARE_ASSIGN_OR_RETURN(const bool is_done, Attempt());
      if (!is_done) continue;
      SUDARE_RETURN_IF_ERROR(server_.Run(absl::StrCat("DROP DATABASE ", QuotedName(scratch_))));
      SUDARE_RETURN_IF_ERROR(server_.Run("ANALYZE", options_.database));
      Count();
      return std::move(other_);
    }
    return absl::InternalError(
        "no database was found that looks alike to the account: list its views without columns, "
        "or try another `--seed`");
  }

 private:
  // False: columns were added to kept_, and it is to be tried again.
  absl::StatusOr<bool> Attempt() {
    ColumnClasses classes(shape_, visible_, sight_, kept_);
    Random random(options_.seed * 31 + 7);
    classes.MakeSwaps(rows_, random);
    other_ = OtherDatabase();
    other_.keyring = MakeSwappedKeyring(keyring_, classes.SwapsByDomain());
    DecisionContext context{absl::Now()};
    other_visible_.emplace(visible_.shared_policy(), visible_.catalog(), other_.keyring,
                           visible_.account(), context);
    drafts_ = MakeDrafts({shape_, rows_, sight_, classes, kept_, kept_rows_, options_.generator},
                         options_.seed);
    for (int pass = 0; pass < kPasses; ++pass) {
      SUDARE_ASSIGN_OR_RETURN(const bool fits, Fit(classes));
      if (!fits) return false;
      SUDARE_ASSIGN_OR_RETURN(other_.rows, ReadDataset(server_, shape_, options_.database));
      SUDARE_ASSIGN_OR_RETURN(const bool had_differences, PutBackDifferences());
      if (!had_differences) return LooksAlike();
    }
    // What is still not alike is so because of values that belong together.
    for (const ColumnPlace& place : put_back_) kept_.insert(place);
    return false;
  }

  Dataset AsDataset() const {
    Dataset dataset;
    for (const auto& drafts : drafts_) {
      auto& rows = dataset.tables.emplace_back();
      for (const Draft& draft : drafts) rows.push_back({draft.values, ""});
    }
    return dataset;
  }

  // Makes the database; what a constraint doesn't let in gets its old values.
  absl::StatusOr<bool> Fit(const ColumnClasses& classes) {
    if (!Make().ok()) {
      SUDARE_ASSIGN_OR_RETURN(const bool fits, FitEachRow(classes));
      if (!fits) return false;
      if (!Make().ok()) {
        // Rows that fit one by one, and not together.
        for (size_t table = 0; table < shape_.tables.size(); ++table) {
          KeepKeys(table);
          kept_rows_.insert(table);
        }
        return false;
      }
    }
    std::vector<std::string> statements;
    std::vector<std::pair<size_t, const ShapeForeignKey*>> keys;
    for (size_t table = 0; table < shape_.tables.size(); ++table) {
      for (const ShapeForeignKey& key : shape_.tables[table].foreign_keys) {
        keys.push_back({table, &key});
        statements.push_back(
            absl::StrCat("SELECT 1 FROM ", shape_.tables[table].SqlName(), " AS x WHERE ",
                         DanglingCondition(shape_, shape_.tables[table], key), " LIMIT 1"));
      }
    }
    SUDARE_ASSIGN_OR_RETURN(const auto dangling, server_.QueryAll(statements, options_.database));
    bool fits = true;
    for (size_t i = 0; i < keys.size(); ++i) {
      if (dangling[i].empty()) continue;
      fits = false;
      const ShapeForeignKey& key = *keys[i].second;
      for (size_t column : key.columns) kept_.insert({keys[i].first, column});
      for (size_t column : key.target_columns) kept_.insert({key.target, column});
    }
    return fits;
  }

  absl::Status Make() const {
    return FillDatabase(server_, shape_, AsDataset(), options_.database);
  }

  absl::StatusOr<bool> FitEachRow(const ColumnClasses& classes) {
    SUDARE_RETURN_IF_ERROR(FillDatabase(server_, shape_, Dataset(), scratch_));
    // Places of rows that are to be tried.
    std::vector<std::vector<size_t>> places(drafts_.size());
    for (size_t table = 0; table < drafts_.size(); ++table) {
      for (size_t i = 0; i < drafts_[table].size(); ++i) places[table].push_back(i);
    }
    std::vector<std::set<size_t>> dropped(drafts_.size());
    for (int round = 0; round < 2; ++round) {
      SUDARE_RETURN_IF_ERROR(TryOnce(classes, &places, &dropped));
    }
    bool fits = true;
    for (size_t table = 0; table < drafts_.size(); ++table) {
      for (auto place = dropped[table].rbegin(); place != dropped[table].rend(); ++place) {
        drafts_[table].erase(drafts_[table].begin() + static_cast<std::ptrdiff_t>(*place));
      }
      if (places[table].empty()) continue;
      fits = false;
      KeepKeys(table);
    }
    return fits;
  }

  // Afterwards `places` are those that didn't fit, with their old values.
  absl::Status TryOnce(const ColumnClasses& classes, std::vector<std::vector<size_t>>* places,
                       std::vector<std::set<size_t>>* dropped) {
    std::vector<Rows> rows(drafts_.size());
    for (size_t table = 0; table < drafts_.size(); ++table) {
      for (size_t place : (*places)[table]) rows[table].push_back(drafts_[table][place].values);
    }
    SUDARE_ASSIGN_OR_RETURN(const auto failed, TryAllRows(server_, shape_, rows, scratch_));
    for (size_t table = 0; table < drafts_.size(); ++table) {
      std::vector<size_t> again;
      for (size_t i : failed[table]) {
        const size_t place = (*places)[table][i];
        Draft& draft = drafts_[table][place];
        if (!draft.origin.has_value()) {
          (*dropped)[table].insert(place);
          continue;
        }
        again.push_back(place);
        PutBackFree(table, classes, &draft);
      }
      (*places)[table] = std::move(again);
    }
    return absl::OkStatus();
  }

  // An old row that no longer fits has lost its key to a new one.
  void KeepKeys(size_t table) {
    const size_t before = kept_.size();
    for (const std::vector<size_t>& key : shape_.tables[table].keys) {
      for (size_t column : key) kept_.insert({table, column});
    }
    if (kept_.size() > before) return;
    for (size_t column = 0; column < shape_.tables[table].columns.size(); ++column) {
      kept_.insert({table, column});
    }
  }

  void PutBackFree(size_t table, const ColumnClasses& classes, Draft* draft) const {
    for (size_t column = 0; column < draft->values.size(); ++column) {
      if (classes.VariationOf({table, column}) == Variation::kSwapped) continue;
      draft->values[column] = rows_.tables[table][*draft->origin].values[column];
    }
  }

  // Reads what the database made of the drafts, as the account sees it. True: something was put
  // back.
  absl::StatusOr<bool> PutBackDifferences() {
    Sight other_sight(shape_, *other_visible_);
    SUDARE_RETURN_IF_ERROR(other_sight.Read(server_, options_.database, other_.rows));
    bool had_differences = false;
    put_back_.clear();
    for (size_t table = 0; table < drafts_.size(); ++table) {
      std::vector<Draft> staying;
      for (size_t row = 0; row < drafts_[table].size(); ++row) {
        Draft& draft = drafts_[table][row];
        const bool is_there = row < other_.rows.tables[table].size();
        if (!draft.origin.has_value() && (!is_there || other_sight.IsRowSeen(table, row))) {
          had_differences = true;
          continue;
        }
        if (draft.origin.has_value() && is_there && PutBackRow(table, row, other_sight, &draft)) {
          had_differences = true;
        }
        staying.push_back(std::move(draft));
      }
      drafts_[table] = std::move(staying);
    }
    return had_differences;
  }

  bool PutBackRow(size_t table, size_t row, const Sight& other_sight, Draft* draft) {
    const size_t origin = *draft->origin;
    const std::vector<Value>& old = rows_.tables[table][origin].values;
    const std::vector<Value>& now = other_.rows.tables[table][row].values;
    bool had_differences = false;
    if (sight_.IsRowSeen(table, origin) != other_sight.IsRowSeen(table, row)) {
      draft->values = old;
      for (size_t column = 0; column < old.size(); ++column) put_back_.insert({table, column});
      return true;
    }
    for (size_t column = 0; column < old.size(); ++column) {
      const Forms forms = sight_.FormsOf(table, origin, column);
      const Forms other_forms = other_sight.FormsOf(table, row, column);
      bool is_alike = forms.size() == other_forms.size();
      for (size_t i = 0; is_alike && i < forms.size(); ++i) {
        is_alike = MaskedValue(*forms[i], old[column]) == MaskedValue(*other_forms[i], now[column]);
      }
      if (is_alike) continue;
      had_differences = true;
      put_back_.insert({table, column});
      draft->values[column] = old[column];
    }
    return had_differences;
  }

  static std::string ReadingOfShown(const VisibleRelation& relation) {
    std::vector<std::string> names;
    for (const VisibleColumn& column : relation.columns) {
      names.push_back(QuotedName(column.column->name));
    }
    return ReadingOf(relation, absl::StrJoin(names, ", "));
  }

  static Rows Masked(const VisibleRelation& relation, Rows rows) {
    for (std::vector<Value>& row : rows) {
      for (size_t i = 0; i < row.size(); ++i) row[i] = MaskedValue(relation.columns[i], row[i]);
    }
    const RelationKind kind = relation.relation->kind;
    if (kind == RelationKind::kView || kind == RelationKind::kMaterializedView) {
      std::sort(rows.begin(), rows.end());
    }
    return rows;
  }

  // The proof that an account can't tell them apart, as far as whole relations go.
  absl::StatusOr<bool> LooksAlike() {
    std::vector<std::string> statements;
    std::vector<const VisibleRelation*> relations;
    for (const VisibleRelation& relation : visible_.relations()) {
      if (relation.is_expanded_view) continue;
      relations.push_back(&relation);
      statements.push_back(ReadingOfShown(relation));
    }
    SUDARE_ASSIGN_OR_RETURN(auto ones, server_.QueryAll(statements, options_.original));
    SUDARE_ASSIGN_OR_RETURN(auto others, server_.QueryAll(statements, options_.database));
    bool is_alike = true;
    for (size_t i = 0; i < relations.size(); ++i) {
      const CatalogRelation& of = *relations[i]->relation;
      const VisibleRelation& other = *other_visible_->Find(of.schema, of.name);
      if (Masked(*relations[i], std::move(ones[i])) == Masked(other, std::move(others[i]))) {
        continue;
      }
      is_alike = false;
      if (!KeepReadBy(of.oid)) {
        return absl::InternalError(absl::StrCat("`", of.schema, ".", of.name,
                                                "` shows hidden values in a way that can't be "
                                                "followed"));
      }
    }
    return is_alike;
  }

  // False: there is nothing left to keep.
  bool KeepReadBy(uint32_t oid) {
    const size_t before = kept_.size() + kept_rows_.size();
    for (const ShapeReader& reader : shape_.readers) {
      if (reader.oid != oid) continue;
      kept_.insert(reader.columns.begin(), reader.columns.end());
      for (const auto& [table, column] : reader.columns) kept_rows_.insert(table);
    }
    if (kept_.size() + kept_rows_.size() > before) return true;
    std::set<size_t> tables;
    for (const ShapeReader& reader : shape_.readers) {
      if (reader.oid != oid) continue;
      for (const auto& [table, column] : reader.columns) tables.insert(table);
    }
    const auto below = shape_.tables_of_relation.find(oid);
    if (below != shape_.tables_of_relation.end()) {
      tables.insert(below->second.begin(), below->second.end());
    }
    for (size_t table : tables) {
      for (size_t column = 0; column < shape_.tables[table].columns.size(); ++column) {
        kept_.insert({table, column});
      }
    }
    return kept_.size() + kept_rows_.size() > before;
  }

  void Count() {
    for (size_t table = 0; table < drafts_.size(); ++table) {
      const ShapeTable& of = shape_.tables[table];
      std::vector<bool> is_changed(of.columns.size());
      std::vector<bool> has_values(of.columns.size());
      std::set<size_t> kept_rows;
      for (size_t row = 0; row < drafts_[table].size(); ++row) {
        const Draft& draft = drafts_[table][row];
        if (!draft.origin.has_value()) {
          ++other_.rows_added;
          continue;
        }
        kept_rows.insert(*draft.origin);
        bool is_row_changed = false;
        for (size_t column = 0; column < of.columns.size(); ++column) {
          const Value& old = rows_.tables[table][*draft.origin].values[column];
          if (old.has_value()) has_values[column] = true;
          if (old == other_.rows.tables[table][row].values[column]) continue;
          ++other_.values_changed;
          is_changed[column] = is_row_changed = true;
        }
        if (is_row_changed && !sight_.IsRowSeen(table, *draft.origin)) ++other_.rows_changed;
      }
      other_.rows_removed += rows_.tables[table].size() - kept_rows.size();
      for (size_t column = 0; column < of.columns.size(); ++column) {
        if (is_changed[column]) ++other_.columns_changed;
        if (!is_changed[column] && has_values[column] && HasSomethingToHide(table, column)) {
          other_.columns_kept.push_back(
              absl::StrCat(of.schema, ".", of.name, ".", of.columns[column].name));
        }
      }
    }
  }

  bool HasSomethingToHide(size_t table, size_t column) const {
    for (const VisibleColumn* form : sight_.FormsOf(table, column)) {
      if (form->decision.kind == MaskKind::kAllow) return false;
    }
    return true;
  }

  const PrivatePostgres& server_;
  const DatabaseShape& shape_;
  const Dataset& rows_;
  const VisibleSchema& visible_;
  const std::shared_ptr<const Keyring> keyring_;
  const OtherDatabaseOptions& options_;
  Sight sight_;
  const std::string scratch_;
  std::set<ColumnPlace> kept_;
  std::set<size_t> kept_rows_;
  std::set<ColumnPlace> put_back_;
  Drafts drafts_;
  std::optional<VisibleSchema> other_visible_;
  OtherDatabase other_;
};

}  // namespace

absl::StatusOr<OtherDatabase> MakeOtherDatabase(const PrivatePostgres& server,
                                                const DatabaseShape& shape, const Dataset& rows,
                                                const VisibleSchema& visible,
                                                std::shared_ptr<const Keyring> keyring,
                                                const OtherDatabaseOptions& options) {
  return Making(server, shape, rows, visible, std::move(keyring), options).Run();
}

}  // namespace sudare::prove
