#include "proxy/preview/recorded_queries.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "policy/base/status_macros.h"
#include "policy/mask_strength.h"
#include "policy/rule_text.h"
#include "proxy/audit/audit_log.h"
#include "proxy/error.h"
#include "proxy/preview/changes.h"
#include "proxy/preview/compiler.h"
#include "proxy/preview/viewpoint.h"

namespace sudare::preview {
namespace {

// What a column that a statement reads is, under one policy.
struct ReadColumn {
  v1::Rule mask;
  std::string text;
  std::string ways;
};

struct Compiled {
  absl::Status status;
  std::map<std::string, ReadColumn> columns;
  // Of each table that is read, by schema.table.
  std::map<std::string, std::string> rows;
  // What would be sent.
  std::string sql;
};

const VisibleRelation* RelationOf(const VisibleSchema& schema, absl::string_view column,
                                  std::string* name) {
  const std::vector<std::string> parts = absl::StrSplit(column, '.');
  if (parts.size() != 3) return nullptr;
  *name = parts[2];
  return schema.Find(parts[0], parts[1]);
}

std::string Identifier(const std::string& name) {
  const bool is_plain = std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
  });
  return is_plain ? name : absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

// Whether rewritten SQL reads the relation, also where it takes no column of it (`count(*)`): every
// reference in it is schema-qualified and has an alias.
bool Reads(const std::string& sql, const CatalogRelation& relation) {
  return absl::StrContains(
      sql, absl::StrCat(" ", Identifier(relation.schema), ".", Identifier(relation.name), " "));
}

Compiled CompileWith(const Compiler& compiler, const std::string& sql) {
  Compiled compiled;
  const absl::StatusOr<sql::MaskedSql> masked = compiler.Compile(sql, {});
  compiled.status = masked.status();
  if (!masked.ok()) return compiled;
  for (const sql::ColumnUse& use : masked->uses) {
    std::string name;
    const VisibleRelation* relation = RelationOf(compiler.schema(), use.column, &name);
    const VisibleColumn* column = relation == nullptr ? nullptr : relation->FindColumn(name);
    if (column == nullptr || column->decision.rule == nullptr) continue;
    ReadColumn& read = compiled.columns[use.column];
    read.mask = column->decision.rule->proto;
    read.text = MaskText(read.mask);
    read.ways = absl::StrJoin(use.ways, ", ");
  }
  compiled.sql = masked->sql;
  for (const VisibleRelation& relation : compiler.schema().relations()) {
    if (!Reads(masked->sql, *relation.relation)) continue;
    compiled.rows[absl::StrCat(relation.relation->schema, ".", relation.relation->name)] =
        relation.row_filters.empty() ? "all rows" : absl::StrJoin(relation.row_filters, " AND ");
  }
  return compiled;
}

std::string RefusalText(const absl::Status& status) {
  return absl::StrCat("refused: ", DetailOf(status).reason(), ": ", status.message());
}

// What was no SELECT, too long or not read is recorded by a word in brackets: "(InsertStmt)",
// "(statement of 12 bytes, not read)". A SELECT in brackets is deparsed with its own word in front.
bool HoldsStatement(absl::string_view sql) {
  while (absl::ConsumePrefix(&sql, "(")) {
  }
  return absl::StartsWith(sql, "SELECT") || absl::StartsWith(sql, "WITH") ||
         absl::StartsWith(sql, "VALUES") || absl::StartsWith(sql, "TABLE");
}

// The riskiest first.
enum class ShapeOrder { kMore, kAnswered, kDifferent, kRefused, kLess };

std::string NameOf(ShapeOrder order) {
  switch (order) {
    case ShapeOrder::kMore:
      return "more";
    case ShapeOrder::kAnswered:
      return "newly answered";
    case ShapeOrder::kDifferent:
      return "different";
    case ShapeOrder::kRefused:
      return "newly refused";
    case ShapeOrder::kLess:
      return "less";
  }
  return "different";
}

struct Effects {
  std::vector<std::string> texts;
  bool more = false;
  bool different = false;
  bool less = false;

  ShapeOrder order() const {
    if (more) return ShapeOrder::kMore;
    return different || !less ? ShapeOrder::kDifferent : ShapeOrder::kLess;
  }
};

void AddColumnEffect(const std::string& name, const ReadColumn* before, const ReadColumn* after,
                     Effects* effects) {
  v1::Rule hidden;
  hidden.mutable_hide();
  const std::string before_text = before == nullptr ? "not read" : before->text;
  const std::string after_text = after == nullptr ? "not read" : after->text;
  if (before_text != after_text) {
    const MaskOrder order = CompareMasks(after == nullptr ? hidden : after->mask,
                                         before == nullptr ? hidden : before->mask);
    effects->more |= order == MaskOrder::kWeaker;
    effects->less |= order == MaskOrder::kStronger;
    effects->different |= order == MaskOrder::kIncomparable || order == MaskOrder::kEqual;
    effects->texts.push_back(absl::StrCat(name, ": ", before_text, " → ", after_text));
  } else if (before != nullptr && after != nullptr && before->ways != after->ways) {
    effects->different = true;
    effects->texts.push_back(absl::StrCat(name, ": by ", before->ways, " → by ", after->ways));
  }
}

template <typename Map>
const typename Map::mapped_type* FindIn(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

Effects EffectsOf(const Compiled& before, const Compiled& after) {
  Effects effects;
  std::set<std::string> names;
  for (const auto& column : before.columns) names.insert(column.first);
  for (const auto& column : after.columns) names.insert(column.first);
  for (const std::string& name : names) {
    AddColumnEffect(name, FindIn(before.columns, name), FindIn(after.columns, name), &effects);
  }
  for (const auto& [table, rows] : before.rows) {
    const std::string* now = FindIn(after.rows, table);
    if (now == nullptr || *now == rows) continue;
    (*now == "all rows"   ? effects.more
     : rows == "all rows" ? effects.less
                          : effects.different) = true;
    effects.texts.push_back(absl::StrCat("rows of ", table, ": ", rows, " → ", *now));
  }
  if (effects.texts.empty() && before.sql != after.sql) {
    effects.different = true;
    effects.texts.push_back("what is sent to the database differs");
  }
  return effects;
}

// One policy with the accounts it was asked for.
class Side {
 public:
  Side(std::shared_ptr<const Policy> policy, std::shared_ptr<const CatalogSnapshot> catalog,
       std::shared_ptr<const Keyring> keyring)
      : policy_(std::move(policy)), catalog_(std::move(catalog)), keyring_(std::move(keyring)) {}

  // nullptr: the policy has no such account.
  const Compiler* For(const std::string& account) {
    const auto known = compilers_.find(account);
    if (known != compilers_.end()) return known->second.get();
    std::unique_ptr<const Compiler>& made = compilers_[account];
    absl::StatusOr<Viewpoint> viewpoint =
        ViewpointOf(policy_, account, absl::UnixEpoch(), catalog_);
    if (!viewpoint.ok()) return nullptr;
    viewpoint->now = LastPledgedDay(*viewpoint->account);
    made = std::make_unique<const Compiler>(*viewpoint, keyring_);
    return made.get();
  }

 private:
  const std::shared_ptr<const Policy> policy_;
  const std::shared_ptr<const CatalogSnapshot> catalog_;
  const std::shared_ptr<const Keyring> keyring_;
  std::map<std::string, std::unique_ptr<const Compiler>> compilers_;
};

class Review {
 public:
  Review(Side* older, Side* newer) : older_(*older), newer_(*newer) {}

  void Look(const RecordedQuery& query) {
    const uint32_t runs = query.answered + query.refused;
    out_.set_shapes(out_.shapes() + 1);
    out_.set_runs(out_.runs() + runs);
    const Compiler* before = older_.For(query.account);
    const Compiler* after = newer_.For(query.account);
    if (!HoldsStatement(query.sql)) {
      AddUndecided(query, "the record holds no statement");
    } else if (absl::StrContains(query.sql, "…")) {
      AddUndecided(query, "the record hides names in it");
    } else if (before == nullptr) {
      AddUndecided(query, "the old policy has no such account");
    } else if (after == nullptr) {
      Add(ShapeOrder::kRefused, query, {"the new policy has no such account"});
    } else {
      Compare(query, CompileWith(*before, query.sql), CompileWith(*after, query.sql));
    }
  }

  v1::RecordedQueries Take() {
    std::stable_sort(changes_.begin(), changes_.end(), [](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first < b.first;
      return a.second.runs() > b.second.runs();
    });
    for (auto& change : changes_) *out_.add_changes() = std::move(change.second);
    return std::move(out_);
  }

 private:
  void Compare(const RecordedQuery& query, const Compiled& before, const Compiled& after) {
    if (!before.status.ok() && query.answered > 0) {
      AddUndecided(query, absl::StrCat("it ran, but doesn't compile without its literals under the "
                                       "old policy: ",
                                       DetailOf(before.status).reason()));
    } else if (!before.status.ok() && after.status.ok()) {
      Add(ShapeOrder::kAnswered, query, {absl::StrCat("was ", RefusalText(before.status))});
    } else if (before.status.ok() && !after.status.ok()) {
      Add(ShapeOrder::kRefused, query, {RefusalText(after.status)});
    } else {
      const Effects effects = before.status.ok() ? EffectsOf(before, after) : Effects();
      if (effects.texts.empty()) {
        out_.set_unchanged(out_.unchanged() + 1);
      } else {
        Add(effects.order(), query, effects.texts);
      }
    }
  }

  void Add(ShapeOrder order, const RecordedQuery& query, const std::vector<std::string>& effects) {
    v1::ShapeChange change;
    change.set_direction(NameOf(order));
    change.set_account(query.account);
    change.set_runs(query.answered + query.refused);
    change.set_sql(query.sql);
    *change.mutable_effects() = {effects.begin(), effects.end()};
    changes_.emplace_back(order, std::move(change));
  }

  void AddUndecided(const RecordedQuery& query, std::string why) {
    v1::Undecided* undecided = out_.add_undecided();
    undecided->set_account(query.account);
    undecided->set_runs(query.answered + query.refused);
    undecided->set_sql(query.sql);
    undecided->set_why(std::move(why));
  }

  Side& older_;
  Side& newer_;
  v1::RecordedQueries out_;
  std::vector<std::pair<ShapeOrder, v1::ShapeChange>> changes_;
};

}  // namespace

absl::StatusOr<std::vector<RecordedQuery>> ReadRecordedQueries(const std::string& audit_folder) {
  std::map<std::pair<std::string, std::string>, RecordedQuery> queries;
  const auto at = [&queries](const v1::Caller& caller, const std::string& sql) -> RecordedQuery& {
    RecordedQuery& query = queries[{caller.account(), sql}];
    query.account = caller.account();
    query.sql = sql;
    return query;
  };
  SUDARE_RETURN_IF_ERROR(
      VerifyAuditLog(audit_folder, "", [&at](const v1::AuditRecord& record) {
        if (record.has_intent()) {
          ++at(record.intent().caller(), record.intent().normalized_sql()).answered;
        } else if (record.has_refusal()) {
          ++at(record.refusal().caller(), record.refusal().normalized_sql()).refused;
        }
      }).status());
  std::vector<RecordedQuery> all;
  for (auto& query : queries) all.push_back(std::move(query.second));
  return all;
}

v1::RecordedQueries CompareRecordedQueries(const std::vector<RecordedQuery>& queries,
                                           const std::shared_ptr<const Policy>& older,
                                           const std::shared_ptr<const Policy>& newer,
                                           const std::shared_ptr<const CatalogSnapshot>& catalog) {
  const std::shared_ptr<const Keyring> keyring = MakePassingKeyring();
  Side old_side(older, catalog, keyring), new_side(newer, catalog, keyring);
  Review review(&old_side, &new_side);
  for (const RecordedQuery& query : queries) review.Look(query);
  return review.Take();
}

}  // namespace sudare::preview
