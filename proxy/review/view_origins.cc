#include "proxy/review/view_origins.h"

#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "policy/base/status_macros.h"
#include "policy/keyring.h"
#include "policy/loader.h"
#include "proxy/catalog/loader.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/review/role_view.h"
#include "proxy/review/rows.h"
#include "proxy/sql/compile.h"
#include "proxy/sql/parse.h"

namespace sudare::review {
namespace {

// $1 is the view's oid, $2 and $3 are schemas and names of relations that count as tables. One row
// for each relation below, with a column or none (count(*) reads none), and whether it is a table.
constexpr char kReadsSql[] = R"sql(
  WITH RECURSIVE leaves AS (
    SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind NOT IN ('v') OR EXISTS (
      SELECT FROM unnest($2::text[], $3::text[]) AS u (schema, name)
      WHERE u.schema = n.nspname AND u.name = c.relname)),
  reads (relation, attnum) AS (
    SELECT d.refobjid, d.refobjsubid
    FROM pg_rewrite w JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
    WHERE w.ev_class = $1::oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> w.ev_class
    UNION
    SELECT d.refobjid, d.refobjsubid
    FROM reads r JOIN pg_rewrite w ON w.ev_class = r.relation
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid <> w.ev_class
      AND r.relation NOT IN (SELECT oid FROM leaves))
  SELECT DISTINCT n.nspname, c.relname, r.relation IN (SELECT oid FROM leaves),
         coalesce(a.attname, '')
  FROM reads r JOIN pg_class c ON c.oid = r.relation JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = r.relation AND a.attnum = r.attnum AND r.attnum > 0
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  ORDER BY 1, 2, 4)sql";

constexpr char kDefinitionSql[] = R"sql(
  SELECT pg_get_viewdef(c.oid),
         coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on',
                                        'security_invoker=1', 'security_invoker=yes'], false)
  FROM pg_class c WHERE c.oid = $1::oid)sql";

constexpr char kTracingAccount[] = "tracer";

std::string Quoted(absl::string_view text) { return absl::StrCat("\"", absl::CEscape(text), "\""); }

struct Relation {
  std::string schema;
  std::string name;
  bool is_table = false;

  bool operator<(const Relation& other) const {
    return std::tie(schema, name) < std::tie(other.schema, other.name);
  }
};

class Tracing {
 public:
  Tracing(Backend& backend, const Policy& policy, const CatalogRelation& view)
      : backend_(backend), policy_(policy), view_(view) {}

  absl::StatusOr<ViewOrigins> Trace() {
    SUDARE_RETURN_IF_ERROR(Read());
    TryOut();
    if (!found_.is_traced) AssumeTheWorst();
    return std::move(found_);
  }

 private:
  absl::Status Read() {
    SUDARE_ASSIGN_OR_RETURN(const auto session, backend_.Lease("", ExecuteOptions()));
    const Value oid = absl::StrCat(view_.oid);
    SUDARE_ASSIGN_OR_RETURN(const auto definition, ReadRows(*session, kDefinitionSql, {oid}));
    if (definition.empty()) return absl::UnavailableError("a view was dropped meanwhile");
    definition_ = std::string(absl::StripSuffix(definition[0][0].value_or(""), ";"));
    found_.is_invoker = definition[0][1] == "t";
    std::vector<std::string> schemas, names;
    for (const PolicyTable& table : policy_.tables()) {
      if (table.columns.empty()) continue;
      schemas.push_back(table.schema);
      names.push_back(table.name);
    }
    SUDARE_ASSIGN_OR_RETURN(const auto rows, ReadRows(*session, kReadsSql,
                                                      {oid, TextArray(schemas), TextArray(names)}));
    for (const std::vector<Value>& row : rows) {
      const Relation relation = {*row[0], *row[1], row[2] == "t"};
      relations_.insert(relation);
      if (relation.is_table && !row[3]->empty()) {
        found_.read.push_back({relation.schema, relation.name, *row[3]});
      }
    }
    return LoadBase();
  }

  // Names with dots can't be listed in a policy, and make the worst be assumed.
  absl::Status LoadBase() {
    std::string text = "classes { name: \"plain\" }\n";
    for (const Relation& relation : relations_) {
      is_listable_ = is_listable_ && !absl::StrContains(relation.schema, ".") &&
                     !absl::StrContains(relation.name, ".");
      absl::StrAppend(&text,
                      "tables { name: ", Quoted(absl::StrCat(relation.schema, ".", relation.name)),
                      " }\n");
    }
    absl::StrAppend(&text, RoleText(""));
    const LoadResult base = LoadPolicyFromSources({{"view", text}});
    if (base.policy == nullptr) {
      is_listable_ = false;
      found_.catalog = std::make_shared<const CatalogSnapshot>(std::vector<CatalogRelation>());
      return absl::OkStatus();
    }
    SUDARE_ASSIGN_OR_RETURN(found_.catalog,
                            LoadCatalog(backend_, "", *base.policy, ExecuteOptions()));
    return absl::OkStatus();
  }

  static std::string RoleText(absl::string_view rules) {
    return absl::StrCat("roles { name: \"", kTracingAccount, "\" ", rules,
                        " rules { class: \"*\" allow {} } }\naccounts { name: \"", kTracingAccount,
                        "\" role: \"", kTracingAccount, "\" kind: PROGRAM }\n");
  }

  // Columns of types that are never shown are always redacted.
  std::string PolicyText(const ReadColumn* hidden) const {
    std::string text = "classes { name: \"plain\" }\nclasses { name: \"odd\" }\n";
    for (const CatalogRelation& relation : found_.catalog->relations()) {
      absl::StrAppend(&text, "tables { name: ", Quoted(FullName(relation)));
      // Views without columns are expanded.
      const bool is_table = IsTable(relation.schema, relation.name);
      for (const CatalogColumn& column : relation.columns) {
        if (!is_table) break;
        const bool is_odd = column.type.type == SqlType::kUnknown;
        absl::StrAppend(&text, " columns { name: ", Quoted(column.name), " class: \"",
                        is_odd ? "odd" : "plain", "\" }");
      }
      absl::StrAppend(&text, " }\n");
    }
    std::string rules = "rules { class: \"odd\" redact {} }";
    if (hidden != nullptr) {
      rules = absl::StrCat(
          "rules { column: ",
          Quoted(absl::StrCat(hidden->schema, ".", hidden->relation, ".", hidden->column)),
          " redact {} } ", rules);
    }
    for (const std::string& function : policy_.functions()) {
      absl::StrAppend(&text, "functions { name: ", Quoted(function), " }\n");
    }
    return absl::StrCat(text, RoleText(rules));
  }

  bool IsTable(const std::string& schema, const std::string& name) const {
    for (const Relation& relation : relations_) {
      if (relation.schema == schema && relation.name == name) return relation.is_table;
    }
    return false;
  }

  bool IsOdd(const ReadColumn& read) const {
    const CatalogRelation* relation = found_.catalog->Find(read.schema, read.relation);
    const CatalogColumn* column = relation == nullptr ? nullptr : relation->FindColumn(read.column);
    return column == nullptr || column->type.type == SqlType::kUnknown;
  }

  // Which columns of the view are masked if this one is.
  absl::StatusOr<std::vector<bool>> MaskedBy(const ReadColumn* hidden) {
    const LoadResult loaded = LoadPolicyFromSources({{"view", PolicyText(hidden)}});
    if (loaded.policy == nullptr) return absl::InternalError("a view's policy has errors");
    SUDARE_ASSIGN_OR_RETURN(const auto keyring, Keyring::FromKey(1, std::string(32, 'k')));
    const VisibleSchema schema(loaded.policy, found_.catalog, keyring,
                               *loaded.policy->FindAccount(kTracingAccount), DecisionContext());
    SUDARE_ASSIGN_OR_RETURN(sql::ParsedSql parsed, sql::Parse(definition_, sql::ParseLimits()));
    SUDARE_ASSIGN_OR_RETURN(const sql::MaskedSql masked,
                            sql::Compile(std::move(parsed), schema, {}));
    for (const sql::ColumnUse& use : masked.uses) found_.reads_catalog |= use.is_catalog;
    std::vector<bool> result;
    for (const sql::ResultColumnPlan& column : masked.columns) {
      result.push_back(column.mask != MaskKind::kAllow);
    }
    if (result.size() != view_.columns.size()) {
      return absl::InternalError("a view's definition has other columns than the view");
    }
    return result;
  }

  void TryOut() {
    found_.origins.assign(view_.columns.size(), {});
    if (!is_listable_) return;
    const absl::StatusOr<std::vector<bool>> odd = MaskedBy(nullptr);
    if (!odd.ok()) return;
    for (size_t i = 0; i < found_.read.size(); ++i) {
      const bool is_odd = IsOdd(found_.read[i]);
      const absl::StatusOr<std::vector<bool>> masked = is_odd ? odd : MaskedBy(&found_.read[i]);
      if (!masked.ok()) return;
      for (size_t column = 0; column < masked->size(); ++column) {
        // Beside a column that is always redacted, others can't be told: they are taken for
        // origins.
        if ((*masked)[column]) found_.origins[column].push_back(i);
      }
    }
    found_.is_traced = true;
  }

  void AssumeTheWorst() {
    std::vector<size_t> all;
    for (size_t i = 0; i < found_.read.size(); ++i) all.push_back(i);
    found_.origins.assign(view_.columns.size(), all);
  }

  Backend& backend_;
  const Policy& policy_;
  const CatalogRelation& view_;
  std::string definition_;
  std::set<Relation> relations_;
  bool is_listable_ = true;
  ViewOrigins found_;
};

}  // namespace

absl::StatusOr<ViewOrigins> TraceView(Backend& backend, const Policy& policy,
                                      const CatalogRelation& view) {
  return Tracing(backend, policy, view).Trace();
}

}  // namespace sudare::review
