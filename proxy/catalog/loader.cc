#include "proxy/catalog/loader.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "policy/base/status_macros.h"

namespace sudare {
namespace {

// $1 and $2 are the schemas and names of the relations wanted. The order makes equal catalogs equal
// snapshots.
constexpr char kRelationsSql[] = R"sql(
  SELECT c.oid, n.nspname, c.relname, c.relkind,
         CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END, c.relrowsecurity
  FROM (SELECT DISTINCT u.schema, u.name FROM unnest($1::text[], $2::text[]) AS u (schema, name)) w
  JOIN pg_namespace n ON n.nspname = w.schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  ORDER BY n.nspname, c.relname)sql";

// $1 are the oids of relations. Base types made by initdb are known by name; whatever else there is
// in pg_catalog, an extension may have put there.
constexpr char kColumnsSql[] = R"sql(
  SELECT a.attrelid, a.attname,
         CASE WHEN tn.nspname = 'pg_catalog' AND t.typtype = 'b' AND t.oid < 16384
              THEN t.typname ELSE '' END,
         quote_ident(tn.nspname) || '.' || quote_ident(t.typname),
         coalesce(l.collisdeterministic, true), a.attnotnull, a.atttypmod
  FROM pg_attribute a
  JOIN pg_type t ON t.oid = a.atttypid
  JOIN pg_namespace tn ON tn.oid = t.typnamespace
  LEFT JOIN pg_collation l ON l.oid = a.attcollation
  WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum)sql";

// One row for each column of each index, those of partitions and children among them: rows of the
// relation come through them. No name for an expression. Uniqueness counts only where no two rows
// can ever break it: not in partial indexes, not where it is checked at commit, not in children.
constexpr char kIndexesSql[] = R"sql(
  WITH RECURSIVE tree (root, relation) AS (
    SELECT o, o FROM unnest($1::oid[]) AS o
    UNION
    SELECT t.root, h.inhrelid FROM tree t JOIN pg_inherits h ON h.inhparent = t.relation)
  SELECT t.root, i.indexrelid,
         t.root = t.relation AND i.indisunique AND i.indimmediate AND i.indpred IS NULL,
         t.root = t.relation AND i.indisprimary AND i.indimmediate, a.attname,
         i.indpred IS NOT NULL, c.relname, m.amname, i.indnkeyatts, t.root = t.relation,
         coalesce((i.indoption::int2[])[k.place - 1], 0)
  FROM tree t
  JOIN pg_index i ON i.indrelid = t.relation
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_am m ON m.oid = c.relam
  CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
  WHERE i.indisvalid AND i.indislive
  ORDER BY t.root, i.indexrelid, k.place)sql";

// What indexes with expressions or a predicate depend on; no name for the whole row.
constexpr char kIndexReadsSql[] = R"sql(
  WITH RECURSIVE tree (root, relation) AS (
    SELECT o, o FROM unnest($1::oid[]) AS o
    UNION
    SELECT t.root, h.inhrelid FROM tree t JOIN pg_inherits h ON h.inhparent = t.relation)
  SELECT DISTINCT t.root, i.indexrelid, a.attname
  FROM tree t
  JOIN pg_index i ON i.indrelid = t.relation
  JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
    AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = d.refobjsubid
    AND d.refobjsubid > 0
  WHERE i.indisvalid AND i.indislive AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)
  ORDER BY t.root, i.indexrelid, a.attname)sql";

// One row for each column. What PostgreSQL adds for the partitions of the other relation is left
// out.
constexpr char kConstraintsSql[] = R"sql(
  SELECT c.conrelid, c.oid, c.conname, c.contype, c.condeferrable, c.condeferred, i.relname,
         fn.nspname, f.relname, c.confupdtype, c.confdeltype, c.confmatchtype, a.attname, b.attname
  FROM pg_constraint c
  CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k (attnum, place)
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum
  LEFT JOIN pg_class i ON i.oid = c.conindid
  LEFT JOIN pg_class f ON f.oid = c.confrelid
  LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
  LEFT JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[k.place]
  WHERE c.conrelid = ANY ($1::oid[]) AND c.contype IN ('p', 'u', 'f')
    AND NOT EXISTS (SELECT FROM pg_constraint p
                    WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid)
  ORDER BY c.conrelid, c.conname, c.oid, k.place)sql";

// Hands each row on as texts; NULL is empty.
class RowTexts : public RowReceiver {
 public:
  using Handler = std::function<void(const std::vector<std::string>&)>;
  explicit RowTexts(Handler handler) : handler_(std::move(handler)) {}

  absl::Status OnFields(const std::vector<ResultField>&) override { return absl::OkStatus(); }
  absl::Status OnRow(absl::Span<const FieldView> row) override {
    texts_.clear();
    for (const FieldView& field : row) {
      texts_.push_back(field.data == nullptr ? "" : std::string(field.data, field.size));
    }
    handler_(texts_);
    return absl::OkStatus();
  }

 private:
  const Handler handler_;
  std::vector<std::string> texts_;
};

std::string ArrayLiteral(const std::vector<std::string>& elements) {
  std::string literal = "{";
  for (const std::string& element : elements) {
    absl::StrAppend(&literal, literal.size() == 1 ? "\"" : ",\"");
    for (char c : element) {
      if (c == '"' || c == '\\') literal += '\\';
      literal += c;
    }
    literal += '"';
  }
  return literal + "}";
}

uint32_t ToOid(absl::string_view text) {
  uint32_t oid = 0;
  return absl::SimpleAtoi(text, &oid) ? oid : 0;
}

int ToInt(absl::string_view text) {
  int number = 0;
  return absl::SimpleAtoi(text, &number) ? number : 0;
}

RelationKind KindOf(absl::string_view relkind) {
  if (relkind == "p") return RelationKind::kPartitionedTable;
  if (relkind == "v") return RelationKind::kView;
  if (relkind == "m") return RelationKind::kMaterializedView;
  if (relkind == "f") return RelationKind::kForeignTable;
  return RelationKind::kTable;
}

std::string ViewDefinition(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  absl::ConsumeSuffix(&text, ";");
  return std::string(text);
}

class CatalogReading {
 public:
  CatalogReading(BackendSession& session, const ExecuteOptions& options)
      : session_(session), options_(options) {}

  absl::Status ReadRelations(const Policy& policy) {
    std::vector<std::string> schemas, names;
    for (const PolicyTable& table : policy.tables()) {
      schemas.push_back(table.schema);
      names.push_back(table.name);
    }
    return Read(kRelationsSql, {ArrayLiteral(schemas), ArrayLiteral(names)},
                [this](const std::vector<std::string>& row) {
                  CatalogRelation& relation = relations_.emplace_back();
                  relation.oid = ToOid(row[0]);
                  relation.schema = row[1];
                  relation.name = row[2];
                  relation.kind = KindOf(row[3]);
                  relation.view_definition = ViewDefinition(row[4]);
                  relation.has_row_security = row[5] == "t";
                  place_[relation.oid] = relations_.size() - 1;
                });
  }

  absl::Status ReadColumns() {
    return Read(kColumnsSql, {Oids()}, [this](const std::vector<std::string>& row) {
      CatalogColumn column;
      column.name = row[1];
      column.type = TypeFromName(row[2]);
      column.type_sql = row[3];
      column.deterministic_collation = row[4] == "t";
      column.is_not_null = row[5] == "t";
      column.type_modifier = ToInt(row[6]);
      relations_[place_[ToOid(row[0])]].columns.push_back(std::move(column));
    });
  }

  absl::Status ReadIndexes() {
    absl::flat_hash_map<std::pair<uint32_t, uint32_t>, size_t> places;
    SUDARE_RETURN_IF_ERROR(Read(kIndexesSql, {Oids()}, [&](const std::vector<std::string>& row) {
      std::vector<CatalogIndex>& indexes = relations_[place_[ToOid(row[0])]].indexes;
      const bool is_new =
          places.emplace(std::make_pair(ToOid(row[0]), ToOid(row[1])), indexes.size()).second;
      CatalogIndex& index = is_new ? indexes.emplace_back() : indexes.back();
      index.is_unique = row[2] == "t";
      index.is_primary = row[3] == "t";
      index.is_partial = row[5] == "t";
      index.name = row[6];
      index.method = row[7];
      index.key_columns = ToInt(row[8]);
      index.is_own = row[9] == "t";
      index.options.push_back(ToInt(row[10]));
      if (row[4].empty()) {
        index.has_expressions = true;
      } else {
        index.columns.push_back(row[4]);
      }
    }));
    return Read(kIndexReadsSql, {Oids()}, [&](const std::vector<std::string>& row) {
      const auto found = places.find(std::make_pair(ToOid(row[0]), ToOid(row[1])));
      if (found == places.end()) return;
      relations_[place_[ToOid(row[0])]].indexes[found->second].read_columns.push_back(row[2]);
    });
  }

  absl::Status ReadConstraints() {
    std::string last;
    return Read(kConstraintsSql, {Oids()}, [&](const std::vector<std::string>& row) {
      std::vector<CatalogConstraint>& constraints = relations_[place_[ToOid(row[0])]].constraints;
      if (row[1] != last) {
        CatalogConstraint& added = constraints.emplace_back();
        added.name = row[2];
        added.kind = row[3][0];
        added.is_deferrable = row[4] == "t";
        added.is_deferred = row[5] == "t";
        added.index = row[6];
        added.other_schema = row[7];
        added.other_relation = row[8];
        if (added.kind == 'f') {
          added.on_update = row[9][0];
          added.on_delete = row[10][0];
          added.match = row[11][0];
        }
        last = row[1];
      }
      constraints.back().columns.push_back(row[12]);
      if (!row[13].empty()) constraints.back().other_columns.push_back(row[13]);
    });
  }

  std::vector<CatalogRelation> Take() { return std::move(relations_); }

 private:
  std::string Oids() const {
    std::vector<std::string> oids;
    for (const CatalogRelation& relation : relations_) oids.push_back(absl::StrCat(relation.oid));
    return ArrayLiteral(oids);
  }

  absl::Status Read(absl::string_view sql, std::vector<Value> parameters,
                    RowTexts::Handler handler) {
    Statement statement;
    statement.sql = std::string(sql);
    statement.parameters = std::move(parameters);
    RowTexts receiver(std::move(handler));
    return session_.Execute(statement, options_, receiver);
  }

  BackendSession& session_;
  const ExecuteOptions& options_;
  std::vector<CatalogRelation> relations_;
  absl::flat_hash_map<uint32_t, size_t> place_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const CatalogSnapshot>> LoadCatalog(Backend& backend,
                                                                   absl::string_view database_role,
                                                                   const Policy& policy,
                                                                   const ExecuteOptions& options) {
  SUDARE_ASSIGN_OR_RETURN(std::unique_ptr<BackendSession> session,
                          backend.Lease(database_role, options));
  SUDARE_RETURN_IF_ERROR(session->BeginSnapshot(options));
  CatalogReading reading(*session, options);
  SUDARE_RETURN_IF_ERROR(reading.ReadRelations(policy));
  SUDARE_RETURN_IF_ERROR(reading.ReadColumns());
  SUDARE_RETURN_IF_ERROR(reading.ReadIndexes());
  SUDARE_RETURN_IF_ERROR(reading.ReadConstraints());
  return std::make_shared<const CatalogSnapshot>(reading.Take());
}

}  // namespace sudare
