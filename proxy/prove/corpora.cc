#include "proxy/prove/corpora.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "policy/base/utf8.h"
#include "proxy/prove/attack_templates.h"
#include "proxy/prove/debug_templates.h"
#include "proxy/prove/masked_value.h"
#include "proxy/prove/random.h"
#include "proxy/prove/sql_text.h"

namespace sudare::prove {
namespace {

using Replacements = std::vector<std::pair<std::string, std::string>>;

class ListedQueries : public QuerySource {
 public:
  explicit ListedQueries(std::vector<ProofQuery> queries) : queries_(std::move(queries)) {}
  std::optional<ProofQuery> Next() override {
    if (next_ == queries_.size()) return std::nullopt;
    return queries_[next_++];
  }

 private:
  const std::vector<ProofQuery> queries_;
  size_t next_ = 0;
};

template <typename T>
void Shuffle(std::vector<T>* items, Random& random) {
  for (size_t i = items->size(); i > 1; --i) std::swap((*items)[i - 1], (*items)[random.Below(i)]);
}

std::string FirstCharacters(absl::string_view text, int count) {
  size_t end = 0;
  for (int i = 0; i < count && end < text.size(); ++i) {
    end += FirstCharacter(text.substr(end)).length;
  }
  return std::string(text.substr(0, end));
}

// A non-null value of a column in some row.
Value SomeValue(const std::vector<DatasetRow>& rows, size_t column, Random& random) {
  for (int i = 0; i < 20 && !rows.empty(); ++i) {
    const Value& value = rows[random.Below(rows.size())].values[column];
    if (value.has_value()) return value;
  }
  return std::nullopt;
}

std::string Joined(const VisibleRelation& relation) {
  return QuotedName(relation.relation->schema, relation.relation->name);
}

// Attacks ---------------------------------------------------------------------------------------

struct AttackTarget {
  size_t table = 0;
  size_t column = 0;
  // As the account sees the relation and the column; nullptr: not at all.
  const VisibleRelation* relation = nullptr;
  const VisibleColumn* form = nullptr;
};

std::vector<AttackTarget> ChooseTargets(const DatabaseShape& shape, const VisibleSchema& visible,
                                        size_t count, Random& random) {
  // By what hides them, so that no mask is left out.
  std::map<MaskKind, std::vector<AttackTarget>> by_mask;
  for (size_t table = 0; table < shape.tables.size(); ++table) {
    const ShapeTable& of = shape.tables[table];
    const VisibleRelation* relation = visible.Find(of.schema, of.name);
    for (size_t column = 0; column < of.columns.size(); ++column) {
      AttackTarget target{table, column, relation, nullptr};
      if (relation != nullptr) target.form = relation->FindColumn(of.columns[column].name);
      const MaskKind kind = target.form == nullptr ? MaskKind::kHide : target.form->decision.kind;
      if (kind != MaskKind::kAllow) by_mask[kind].push_back(target);
    }
  }
  for (auto& [kind, targets] : by_mask) Shuffle(&targets, random);
  std::vector<AttackTarget> chosen;
  for (size_t round = 0; chosen.size() < count; ++round) {
    const size_t before = chosen.size();
    for (const auto& [kind, targets] : by_mask) {
      if (round < targets.size() && chosen.size() < count) chosen.push_back(targets[round]);
    }
    if (chosen.size() == before) break;
  }
  return chosen;
}

std::string AttackKey(const ShapeTable& table, const AttackTarget& target) {
  // The account's best handle on a row: a column it sees as it is.
  if (target.relation != nullptr) {
    for (const VisibleColumn& column : target.relation->columns) {
      if (column.decision.kind == MaskKind::kAllow && column.column != nullptr) {
        return QuotedName(column.column->name);
      }
    }
  }
  return QuotedName(table.columns[target.column == 0 && table.columns.size() > 1 ? 1 : 0].name);
}

// Ordinary queries ------------------------------------------------------------------------------

struct Join {
  std::string table;
  std::string own_column;
  std::string other_column;
  std::string shown_column;
};

// Where the foreign keys of a table that has one column each lead, as far as the account sees it.
std::vector<Join> JoinsOf(const DatabaseShape& shape, const VisibleSchema& visible,
                          const ShapeTable& table, const VisibleRelation& relation) {
  std::vector<Join> joins;
  for (const ShapeForeignKey& key : table.foreign_keys) {
    if (key.columns.size() != 1) continue;
    const ShapeTable& target = shape.tables[key.target];
    const VisibleRelation* other = visible.Find(target.schema, target.name);
    const std::string& own_name = table.columns[key.columns[0]].name;
    const std::string& other_name = target.columns[key.target_columns[0]].name;
    if (other == nullptr || relation.FindColumn(own_name) == nullptr ||
        other->FindColumn(other_name) == nullptr) {
      continue;
    }
    joins.push_back({Joined(*other), QuotedName(own_name), QuotedName(other_name),
                     QuotedName(other->columns.back().column->name)});
  }
  return joins;
}

class DebugQueries {
 public:
  DebugQueries(const DatabaseShape& shape, const Dataset& rows, const VisibleSchema& visible,
               Random& random)
      : shape_(shape), rows_(rows), visible_(visible), random_(random) {}

  void AddFor(const VisibleRelation& relation, std::vector<ProofQuery>* queries) {
    if (relation.columns.empty()) return;
    const auto tables = shape_.tables_of_relation.find(relation.relation->oid);
    const bool is_table = tables != shape_.tables_of_relation.end() && !tables->second.empty();
    const size_t table = is_table ? tables->second[0] : 0;
    const std::vector<Join> joins =
        is_table ? JoinsOf(shape_, visible_, shape_.tables[table], relation) : std::vector<Join>();
    for (const DebugTemplate& one : DebugTemplates()) {
      Replacements replacements = {{"$T", Joined(relation)}};
      const VisibleColumn& first = random_.Pick(relation.columns);
      AddColumns(relation, first, &replacements);
      AddTyped(relation, &replacements);
      if (is_table) AddValue(table, first, &replacements);
      if (!joins.empty()) {
        const Join& join = random_.Pick(joins);
        replacements.insert(replacements.end(), {{"$U", join.table},
                                                 {"$X", join.own_column},
                                                 {"$Y", join.other_column},
                                                 {"$Q", join.shown_column}});
      }
      std::string sql = absl::StrReplaceAll(one.sql, replacements);
      if (absl::StrContains(sql, "$")) continue;
      queries->push_back({absl::StrCat("debug ", one.name), std::move(sql), false, one.is_ordered});
    }
  }

 private:
  void AddColumns(const VisibleRelation& relation, const VisibleColumn& first,
                  Replacements* replacements) {
    replacements->push_back({"$A", QuotedName(first.column->name)});
    for (const char* name : {"$B", "$C"}) {
      replacements->push_back({name, QuotedName(random_.Pick(relation.columns).column->name)});
    }
  }

  void AddTyped(const VisibleRelation& relation, Replacements* replacements) {
    std::vector<std::string> numbers;
    std::vector<std::string> dates;
    for (const VisibleColumn& column : relation.columns) {
      if (IsNumber(column.type)) numbers.push_back(QuotedName(column.column->name));
      if (IsDateLike(column.type)) dates.push_back(QuotedName(column.column->name));
    }
    if (!numbers.empty()) replacements->push_back({"$N", random_.Pick(numbers)});
    if (!dates.empty()) replacements->push_back({"$D", random_.Pick(dates)});
  }

  void AddValue(size_t table, const VisibleColumn& column, Replacements* replacements) {
    const auto place = shape_.tables[table].FindColumn(column.column->name);
    if (!place.has_value()) return;
    const Value value = SomeValue(rows_.tables[table], *place, random_);
    const Value masked = MaskedValue(column, value);
    // A dollar sign would be taken for a part that is missing.
    if (masked.has_value() && !absl::StrContains(*masked, "$")) {
      replacements->push_back({"$a", SqlLiteral(masked)});
    }
  }

  const DatabaseShape& shape_;
  const Dataset& rows_;
  const VisibleSchema& visible_;
  Random& random_;
};

}  // namespace

std::unique_ptr<QuerySource> MakeAttacks(const DatabaseShape& shape, const Dataset& rows,
                                         const VisibleSchema& visible,
                                         const CorpusOptions& options) {
  Random random(options.seed * 17 + 3);
  std::vector<ProofQuery> queries;
  for (const AttackTarget& target : ChooseTargets(shape, visible, options.columns, random)) {
    const ShapeTable& table = shape.tables[target.table];
    const std::string& column = table.columns[target.column].name;
    const Value value = SomeValue(rows.tables[target.table], target.column, random);
    const Value masked = target.form == nullptr ? value : MaskedValue(*target.form, value);
    const Replacements replacements = {
        {"$T", table.SqlName()},
        {"$K", AttackKey(table, target)},
        {"$H", QuotedName(column)},
        {"$V", SqlLiteral(value.value_or("1"))},
        {"$P", SqlLiteral(absl::StrCat(FirstCharacters(value.value_or("1"), 2), "%"))},
        {"$M", SqlLiteral(masked.value_or("1"))},
        {"$r", SqlLiteral(table.name)},
        {"$h", SqlLiteral(column)}};
    for (const SqlTemplate& one : AttackTemplates()) {
      queries.push_back(
          {absl::StrCat("attack ", one.name, " on ", table.schema, ".", table.name, ".", column),
           absl::StrReplaceAll(one.sql, replacements), true, false, one.has_one_answer, true});
    }
  }
  return std::make_unique<ListedQueries>(std::move(queries));
}

std::unique_ptr<QuerySource> MakeDebugQueries(const DatabaseShape& shape, const Dataset& rows,
                                              const VisibleSchema& visible,
                                              const CorpusOptions& options) {
  Random random(options.seed * 19 + 5);
  std::vector<const VisibleRelation*> relations;
  for (const VisibleRelation& relation : visible.relations()) relations.push_back(&relation);
  Shuffle(&relations, random);
  if (relations.size() > options.relations) relations.resize(options.relations);
  std::vector<ProofQuery> queries;
  DebugQueries debug(shape, rows, visible, random);
  for (const VisibleRelation* relation : relations) debug.AddFor(*relation, &queries);
  return std::make_unique<ListedQueries>(std::move(queries));
}

}  // namespace sudare::prove
