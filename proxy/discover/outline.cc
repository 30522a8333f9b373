#include "proxy/discover/outline.h"

#include <algorithm>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/discover/row_texts.h"

namespace sudare::discover {
namespace {

constexpr char kRelationsSql[] = R"sql(
  SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples, obj_description(c.oid, 'pg_class')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'm', 'f', 'v') AND NOT c.relispartition
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid
                    AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
  ORDER BY n.nspname, c.relname)sql";

constexpr char kColumnsSql[] = R"sql(
  SELECT a.attrelid, a.attname,
         CASE WHEN tn.nspname = 'pg_catalog' AND t.typtype = 'b' THEN t.typname ELSE '' END,
         format_type(a.atttypid, a.atttypmod), col_description(a.attrelid, a.attnum)
  FROM pg_attribute a
  JOIN pg_type t ON t.oid = a.atttypid
  JOIN pg_namespace tn ON tn.oid = t.typnamespace
  JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'm', 'f')
  WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid >= 16384
  ORDER BY a.attrelid, a.attnum)sql";

constexpr char kReferencesSql[] = R"sql(
  SELECT k.conrelid, a.attname, k.confrelid, b.attname
  FROM pg_constraint k
  CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u (attnum, place)
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
  JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[u.place]
  WHERE k.contype = 'f' AND k.conparentid = 0
  ORDER BY k.conrelid, k.conname, u.place)sql";

uint32_t Oid(const Value& value) {
  uint32_t oid = 0;
  return value.has_value() && absl::SimpleAtoi(*value, &oid) ? oid : 0;
}

Statement Plain(absl::string_view sql) {
  Statement statement;
  statement.sql = std::string(sql);
  return statement;
}

class Reading {
 public:
  Reading(BackendSession& session, const std::vector<std::string>& schemas,
          const ExecuteOptions& options)
      : session_(session), schemas_(schemas), options_(options) {}

  absl::StatusOr<Outline> Run() {
    SUDARE_RETURN_IF_ERROR(ReadRelations());
    SUDARE_RETURN_IF_ERROR(ReadColumns());
    SUDARE_RETURN_IF_ERROR(ReadReferences());
    return std::move(outline_);
  }

 private:
  OutlineTable* Find(const Value& oid) {
    const auto found = by_oid_.find(Oid(oid));
    return found == by_oid_.end() ? nullptr : &outline_.tables[found->second];
  }

  static size_t PlaceOf(const OutlineTable& table, const Value& column) {
    const auto found =
        std::find_if(table.columns.begin(), table.columns.end(),
                     [&](const OutlineColumn& candidate) { return candidate.name == *column; });
    return static_cast<size_t>(found - table.columns.begin());
  }

  absl::Status ReadRelations() {
    SUDARE_ASSIGN_OR_RETURN(const Rows rows, Ask(session_, Plain(kRelationsSql), options_));
    for (const auto& row : rows) {
      if (!schemas_.empty() &&
          std::find(schemas_.begin(), schemas_.end(), *row[1]) == schemas_.end()) {
        continue;
      }
      if (*row[3] == "v") {
        outline_.views.emplace_back(absl::StrCat(*row[1], ".", *row[2]), row[5].value_or(""));
        continue;
      }
      by_oid_[Oid(row[0])] = outline_.tables.size();
      OutlineTable& table = outline_.tables.emplace_back();
      table.oid = Oid(row[0]);
      table.schema = *row[1];
      table.name = *row[2];
      table.kind = (*row[3])[0];
      if (!absl::SimpleAtod(*row[4], &table.estimated_rows)) table.estimated_rows = -1;
      table.comment = row[5].value_or("");
    }
    return absl::OkStatus();
  }

  absl::Status ReadColumns() {
    SUDARE_ASSIGN_OR_RETURN(const Rows rows, Ask(session_, Plain(kColumnsSql), options_));
    for (const auto& row : rows) {
      OutlineTable* table = Find(row[0]);
      if (table == nullptr) continue;
      table->columns.push_back({*row[1], TypeFromName(*row[2]), *row[3], row[4].value_or("")});
    }
    return absl::OkStatus();
  }

  absl::Status ReadReferences() {
    SUDARE_ASSIGN_OR_RETURN(const Rows rows, Ask(session_, Plain(kReferencesSql), options_));
    for (const auto& row : rows) {
      OutlineTable* table = Find(row[0]);
      const OutlineTable* target = Find(row[2]);
      if (table == nullptr || target == nullptr) continue;
      table->references.push_back(
          {PlaceOf(*table, row[1]), by_oid_[target->oid], PlaceOf(*target, row[3])});
    }
    return absl::OkStatus();
  }

  BackendSession& session_;
  const std::vector<std::string>& schemas_;
  const ExecuteOptions& options_;
  Outline outline_;
  std::map<uint32_t, size_t> by_oid_;
};

}  // namespace

std::string OutlineTable::FullName() const { return absl::StrCat(schema, ".", name); }

absl::StatusOr<Outline> ReadOutline(BackendSession& session,
                                    const std::vector<std::string>& schemas,
                                    const ExecuteOptions& options) {
  return Reading(session, schemas, options).Run();
}

}  // namespace sudare::discover
