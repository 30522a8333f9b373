#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/prove/query_writer.h"

namespace sudare::prove {
namespace {

// JSON texts have no order; their text does.
std::string Sortable(const Leaf& leaf) {
  return leaf.comparable ? leaf.sql : absl::StrCat("(", leaf.sql, ")::text");
}

}  // namespace

bool QueryWriter::LeaveOpen() {
  if (!options_.undetermined || !random_.Percent(50)) return false;
  is_undetermined_ = true;
  return true;
}

std::string QueryWriter::Direction() {
  return random_.Pick<const char*>(
      {"", "", "", " ASC", " DESC", " DESC", " NULLS FIRST", " DESC NULLS LAST"});
}

std::string QueryWriter::TotalOrder(const Scope& scope) {
  std::vector<std::string> items;
  if (random_.Percent(40)) items.push_back(SomeOrder(scope));
  // Without a key all columns together name a row, or rows that nothing can tell apart.
  if (scope.has_key) {
    for (const std::string& key : scope.key) items.push_back(absl::StrCat(key, Direction()));
  } else {
    for (const Leaf& leaf : scope.leaves)
      items.push_back(absl::StrCat(Sortable(leaf), Direction()));
  }
  // One row, or one after another without a difference.
  if (items.empty()) return "'1'::text";
  return absl::StrJoin(items, ", ");
}

std::string QueryWriter::SomeOrder(const Scope& scope) {
  const Kind kind = random_.Pick({Kind::kText, Kind::kText, Kind::kText, Kind::kInt, Kind::kDate});
  std::vector<const Leaf*> found;
  for (const Leaf& leaf : scope.leaves) {
    if (leaf.kind == kind) found.push_back(&leaf);
  }
  if (found.empty()) return absl::StrCat("'1'::text", Direction());
  const Leaf& leaf = *random_.Pick(found);
  std::string item = leaf.sql;
  if (kind == Kind::kText) {
    item = random_.Pick<std::string>(
        {leaf.sql, leaf.sql, leaf.sql, absl::StrCat("lower(", leaf.sql, ")"),
         absl::StrCat(leaf.sql, " COLLATE \"C\""), absl::StrCat("length(", leaf.sql, ")"),
         absl::StrCat(leaf.sql, " IS NULL"), absl::StrCat("coalesce(", leaf.sql, ", 'zz')")});
  }
  return absl::StrCat(item, Direction());
}

}  // namespace sudare::prove
