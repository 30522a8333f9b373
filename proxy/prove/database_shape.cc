#include "proxy/prove/database_shape.h"

#include <algorithm>
#include <functional>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "policy/base/status_macros.h"
#include "proxy/prove/sql_text.h"

namespace sudare::prove {
namespace {

constexpr char kUserRelation[] =
    "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'";

constexpr char kColumnsSql[] = R"sql(
  WITH RECURSIVE base (oid, base, typmod, not_null) AS (
    SELECT t.oid, t.oid, -1, false FROM pg_type t
    UNION ALL
    SELECT b.oid, t.typbasetype, greatest(b.typmod, t.typtypmod), b.not_null OR t.typnotnull
    FROM base b JOIN pg_type t ON t.oid = b.base WHERE t.typtype = 'd')
  SELECT a.attrelid, a.attnum, a.attname, t.typname, t.typtype, t.typcategory = 'A', e.typname,
         n.nspname = 'pg_catalog', greatest(a.atttypmod, b.typmod), a.attnotnull OR b.not_null,
         a.atthasdef, a.attidentity <> '', a.attgenerated <> ''
  FROM pg_attribute a
  JOIN base b ON b.oid = a.atttypid
  JOIN pg_type t ON t.oid = b.base AND t.typtype <> 'd'
  JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_type e ON e.oid = t.typelem
  WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid >= 16384
  ORDER BY a.attrelid, a.attnum)sql";

constexpr char kEnumsSql[] = R"sql(
  WITH RECURSIVE base (oid, base) AS (
    SELECT t.oid, t.oid FROM pg_type t
    UNION ALL
    SELECT b.oid, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.base
    WHERE t.typtype = 'd')
  SELECT a.attrelid, a.attnum, e.enumlabel
  FROM pg_attribute a
  JOIN base b ON b.oid = a.atttypid
  JOIN pg_type t ON t.oid = b.base
  JOIN pg_enum e ON e.enumtypid IN (t.oid, t.typelem)
  WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid >= 16384
  ORDER BY a.attrelid, a.attnum, e.enumsortorder)sql";

// Of tables, of the domains of their columns, and what partitions hold.
constexpr char kChecksSql[] = R"sql(
  WITH RECURSIVE base (oid, domain) AS (
    SELECT t.oid, t.oid FROM pg_type t WHERE t.typtype = 'd'
    UNION ALL
    SELECT b.oid, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.domain
    WHERE t.typtype = 'd'),
  parts (root, part) AS (
    SELECT c.oid, c.oid FROM pg_class c WHERE c.relkind = 'p'
    UNION ALL
    SELECT p.root, h.inhrelid FROM parts p JOIN pg_inherits h ON h.inhparent = p.part)
  SELECT k.conrelid, u.attnum, pg_get_constraintdef(k.oid)
  FROM pg_constraint k CROSS JOIN unnest(k.conkey) AS u (attnum)
  WHERE k.contype = 'c' AND k.conrelid <> 0
  UNION ALL
  SELECT a.attrelid, a.attnum, pg_get_constraintdef(k.oid)
  FROM pg_attribute a JOIN base b ON b.oid = a.atttypid
  JOIN pg_constraint k ON k.contypid = b.domain AND k.contype = 'c'
  WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT p.root, ra.attnum, pg_get_expr(c.relpartbound, c.oid)
  FROM parts p
  JOIN pg_class c ON c.oid = p.part AND c.relispartition
  JOIN pg_inherits h ON h.inhrelid = c.oid
  JOIN pg_partitioned_table pt ON pt.partrelid = h.inhparent
  CROSS JOIN unnest(pt.partattrs::int2[]) AS u (attnum)
  JOIN pg_attribute pa ON pa.attrelid = h.inhparent AND pa.attnum = u.attnum
  JOIN pg_attribute ra ON ra.attrelid = p.root AND ra.attname = pa.attname
  ORDER BY 1, 2, 3)sql";

// Of the whole tree, by the column's name at its root.
constexpr char kPartitionKeysSql[] = R"sql(
  WITH RECURSIVE parts (root, part) AS (
    SELECT c.oid, c.oid FROM pg_class c WHERE c.relkind = 'p' AND NOT c.relispartition
    UNION ALL
    SELECT p.root, h.inhrelid FROM parts p JOIN pg_inherits h ON h.inhparent = p.part)
  SELECT DISTINCT p.root, r.attnum
  FROM parts p
  JOIN pg_partitioned_table t ON t.partrelid = p.part
  CROSS JOIN unnest(t.partattrs::int2[]) AS u (attnum)
  JOIN pg_attribute a ON a.attrelid = p.part AND a.attnum = u.attnum
  JOIN pg_attribute r ON r.attrelid = p.root AND r.attname = a.attname)sql";

constexpr char kKeysSql[] = R"sql(
  SELECT i.indrelid, array_to_string(i.indkey::int2[], ' ')
  FROM pg_index i WHERE i.indisunique AND i.indrelid >= 16384
  ORDER BY i.indrelid, i.indexrelid)sql";

constexpr char kForeignKeysSql[] = R"sql(
  SELECT k.conrelid, k.conname, array_to_string(k.conkey, ' '), k.confrelid,
         array_to_string(k.confkey, ' ')
  FROM pg_constraint k WHERE k.contype = 'f' AND k.conparentid = 0
  ORDER BY k.conrelid, k.conname)sql";

// What rules and generated columns depend on, one step.
constexpr char kReadsSql[] = R"sql(
  SELECT r.ev_class, d.refobjid, d.refobjsubid
  FROM pg_rewrite r
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class
  UNION
  SELECT f.adrelid, d.refobjid, d.refobjsubid
  FROM pg_attrdef f
  JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
    AND d.refclassid = 'pg_class'::regclass AND d.refobjid = f.adrelid AND d.refobjsubid > 0
  ORDER BY 1, 2, 3)sql";

using Rows = std::vector<std::vector<Value>>;

uint32_t Oid(const Value& value) {
  uint32_t oid = 0;
  return value.has_value() && absl::SimpleAtoi(*value, &oid) ? oid : 0;
}

int Number(const Value& value) {
  int number = 0;
  return value.has_value() && absl::SimpleAtoi(*value, &number) ? number : 0;
}

class ShapeReading {
 public:
  ShapeReading(const PrivatePostgres& server, const std::string& database)
      : server_(server), database_(database) {}

  absl::StatusOr<DatabaseShape> Read() {
    SUDARE_RETURN_IF_ERROR(ReadRelations());
    SUDARE_RETURN_IF_ERROR(ReadColumns());
    SUDARE_RETURN_IF_ERROR(ReadKeys());
    SUDARE_RETURN_IF_ERROR(ReadTrees());
    SUDARE_RETURN_IF_ERROR(ReadReaders());
    return std::move(shape_);
  }

 private:
  absl::StatusOr<Rows> Ask(absl::string_view sql) const { return server_.Query(sql, database_); }

  ShapeTable* TableOf(const Value& oid) {
    const auto found = by_oid_.find(Oid(oid));
    return found == by_oid_.end() ? nullptr : &shape_.tables[found->second];
  }

  static ShapeColumn* ColumnOf(ShapeTable* table, int attnum) {
    for (ShapeColumn& column : table->columns) {
      if (column.attnum == attnum) return &column;
    }
    return nullptr;
  }

  absl::Status ReadRelations() {
    SUDARE_ASSIGN_OR_RETURN(
        const Rows rows,
        Ask(absl::StrCat("SELECT c.oid, n.nspname, c.relname, c.relkind, c.relispartition FROM "
                         "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ",
                         kUserRelation,
                         " AND c.relkind IN ('r', 'p', 'm', 'f') AND NOT EXISTS (SELECT FROM "
                         "pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass "
                         "AND d.deptype = 'e') ORDER BY n.nspname, c.relname")));
    for (const auto& row : rows) {
      const std::string name = QuotedName(*row[1], *row[2]);
      if (*row[3] == "m") shape_.materialized_views.push_back(name);
      if (*row[3] == "f") shape_.foreign_tables.push_back(name);
      if ((*row[3] != "r" && *row[3] != "p") || *row[4] == "t") continue;
      by_oid_[Oid(row[0])] = shape_.tables.size();
      ShapeTable& table = shape_.tables.emplace_back();
      table.oid = Oid(row[0]);
      table.schema = *row[1];
      table.name = *row[2];
      table.is_partitioned = *row[3] == "p";
    }
    return absl::OkStatus();
  }

  absl::Status ReadColumns() {
    SUDARE_ASSIGN_OR_RETURN(const Rows columns, Ask(kColumnsSql));
    for (const auto& row : columns) {
      ShapeTable* table = TableOf(row[0]);
      if (table != nullptr) table->columns.push_back(MakeColumn(row));
    }
    SUDARE_ASSIGN_OR_RETURN(const Rows enums, Ask(kEnumsSql));
    for (const auto& row : enums) {
      ShapeTable* table = TableOf(row[0]);
      ShapeColumn* column = table == nullptr ? nullptr : ColumnOf(table, Number(row[1]));
      if (column != nullptr) column->enum_values.push_back(*row[2]);
    }
    SUDARE_ASSIGN_OR_RETURN(const Rows partition_keys, Ask(kPartitionKeysSql));
    for (const auto& row : partition_keys) {
      ShapeTable* table = TableOf(row[0]);
      ShapeColumn* column = table == nullptr ? nullptr : ColumnOf(table, Number(row[1]));
      if (column != nullptr) column->is_partition_key = true;
    }
    SUDARE_ASSIGN_OR_RETURN(const Rows checks, Ask(kChecksSql));
    for (const auto& row : checks) {
      ShapeTable* table = TableOf(row[0]);
      ShapeColumn* column = table == nullptr ? nullptr : ColumnOf(table, Number(row[1]));
      if (column != nullptr && row[2].has_value()) column->checks.push_back(*row[2]);
    }
    return absl::OkStatus();
  }

  static ShapeColumn MakeColumn(const std::vector<Value>& row) {
    ShapeColumn column;
    column.attnum = Number(row[1]);
    column.name = *row[2];
    column.type_name = *row[3];
    column.is_range = *row[4] == "r" || *row[4] == "m";
    column.is_array = *row[5] == "t";
    if (*row[7] == "t" && *row[4] == "b") column.type = TypeFromName(*row[3]);
    column.not_null = *row[9] == "t";
    column.has_default = *row[10] == "t";
    column.is_identity = *row[11] == "t";
    column.is_generated = *row[12] == "t";
    const int typmod = Number(row[8]);
    if (typmod >= 4) {
      const SqlType type = column.type.type;
      if (type == SqlType::kVarchar || type == SqlType::kBpchar) column.length = typmod - 4;
      if (type == SqlType::kNumeric) {
        column.precision = ((typmod - 4) >> 16) & 0xFFFF;
        column.scale = (typmod - 4) & 0x7FF;
      }
    }
    return column;
  }

  static std::optional<std::vector<size_t>> Places(const ShapeTable& table, const Value& attnums) {
    std::vector<size_t> places;
    for (absl::string_view text : absl::StrSplit(*attnums, ' ', absl::SkipEmpty())) {
      const auto found = std::find_if(
          table.columns.begin(), table.columns.end(),
          [&](const ShapeColumn& column) { return absl::StrCat(column.attnum) == text; });
      if (found == table.columns.end()) return std::nullopt;
      places.push_back(static_cast<size_t>(found - table.columns.begin()));
    }
    return places;
  }

  absl::Status ReadKeys() {
    SUDARE_ASSIGN_OR_RETURN(const Rows keys, Ask(kKeysSql));
    for (const auto& row : keys) {
      ShapeTable* table = TableOf(row[0]);
      if (table == nullptr) continue;
      std::optional<std::vector<size_t>> places = Places(*table, row[1]);
      // Of an index on an expression nothing is known; breaking it is found out by trying.
      if (places.has_value()) table->keys.push_back(*std::move(places));
    }
    SUDARE_ASSIGN_OR_RETURN(const Rows foreign, Ask(kForeignKeysSql));
    for (const auto& row : foreign) {
      ShapeTable* table = TableOf(row[0]);
      ShapeTable* target = TableOf(row[3]);
      if (table == nullptr || target == nullptr) continue;
      ShapeForeignKey key;
      key.name = *row[1];
      key.target = static_cast<size_t>(target - shape_.tables.data());
      std::optional<std::vector<size_t>> places = Places(*table, row[2]);
      std::optional<std::vector<size_t>> targets = Places(*target, row[4]);
      if (!places.has_value() || !targets.has_value()) continue;
      key.columns = *std::move(places);
      key.target_columns = *std::move(targets);
      table->foreign_keys.push_back(std::move(key));
    }
    return absl::OkStatus();
  }

  absl::Status ReadTrees() {
    SUDARE_ASSIGN_OR_RETURN(const Rows rows, Ask(R"sql(
        WITH RECURSIVE tree (top, below) AS (
          SELECT c.oid, c.oid FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384
          UNION
          SELECT t.top, h.inhrelid FROM tree t JOIN pg_inherits h ON h.inhparent = t.below)
        SELECT top, below FROM tree ORDER BY 1, 2)sql"));
    std::map<uint32_t, std::set<size_t>> tables;
    for (const auto& row : rows) {
      // Of a relation: what lies below it. Of a partition: the table that it is a part of.
      if (by_oid_.count(Oid(row[1])) != 0) tables[Oid(row[0])].insert(by_oid_[Oid(row[1])]);
      if (by_oid_.count(Oid(row[0])) != 0 && by_oid_.count(Oid(row[1])) == 0) {
        tables[Oid(row[1])].insert(by_oid_[Oid(row[0])]);
      }
    }
    for (const auto& [relation, below] : tables) {
      shape_.tables_of_relation[relation] = {below.begin(), below.end()};
    }
    return absl::OkStatus();
  }

  absl::Status ReadReaders() {
    SUDARE_ASSIGN_OR_RETURN(const Rows rows, Ask(kReadsSql));
    std::map<uint32_t, std::set<std::pair<uint32_t, int>>> steps;
    for (const auto& row : rows) steps[Oid(row[0])].insert({Oid(row[1]), Number(row[2])});
    for (const auto& [oid, reads] : steps) {
      std::set<std::pair<size_t, size_t>> columns;
      std::set<uint32_t> seen;
      Follow(oid, steps, &seen, &columns);
      shape_.readers.push_back({oid, {columns.begin(), columns.end()}});
    }
    return absl::OkStatus();
  }

  void Follow(uint32_t oid, const std::map<uint32_t, std::set<std::pair<uint32_t, int>>>& steps,
              std::set<uint32_t>* seen, std::set<std::pair<size_t, size_t>>* columns) const {
    if (!seen->insert(oid).second) return;
    const auto found = steps.find(oid);
    if (found == steps.end()) return;
    for (const auto& [relation, attnum] : found->second) {
      const auto below = shape_.tables_of_relation.find(relation);
      if (below == shape_.tables_of_relation.end()) {
        Follow(relation, steps, seen, columns);
        continue;
      }
      for (size_t table : below->second) {
        for (size_t i = 0; i < shape_.tables[table].columns.size(); ++i) {
          // 0 is the relation as a whole.
          if (attnum == 0 || shape_.tables[table].columns[i].attnum == attnum) {
            columns->insert({table, i});
          }
        }
      }
    }
  }

  const PrivatePostgres& server_;
  const std::string& database_;
  DatabaseShape shape_;
  std::map<uint32_t, size_t> by_oid_;
};

}  // namespace

std::string ShapeTable::SqlName() const { return QuotedName(schema, name); }

std::optional<size_t> ShapeTable::FindColumn(absl::string_view column) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == column) return i;
  }
  return std::nullopt;
}

std::vector<size_t> DatabaseShape::FillingOrder() const {
  std::vector<size_t> order;
  std::vector<bool> is_begun(tables.size());
  const std::function<void(size_t)> visit = [&](size_t table) {
    if (is_begun[table]) return;
    is_begun[table] = true;
    for (const ShapeForeignKey& key : tables[table].foreign_keys) visit(key.target);
    order.push_back(table);
  };
  for (size_t table = 0; table < tables.size(); ++table) visit(table);
  return order;
}

absl::StatusOr<DatabaseShape> ReadShape(const PrivatePostgres& server,
                                        const std::string& database) {
  return ShapeReading(server, database).Read();
}

}  // namespace sudare::prove
