// VisibleSchema: the database as one account may see it (the D_a of the design), without any data.
#ifndef SUDARE_PROXY_CATALOG_VISIBLE_SCHEMA_H_
#define SUDARE_PROXY_CATALOG_VISIBLE_SCHEMA_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "policy/evaluator.h"
#include "policy/keyring.h"
#include "policy/mask.h"
#include "policy/policy.h"
#include "policy/token.h"
#include "proxy/catalog/catalog.h"

namespace sudare {

class SystemCatalog;

// A column the account sees: never one that is hidden.
struct VisibleColumn {
  const CatalogColumn* column = nullptr;
  Decision decision;
  std::shared_ptr<const Mask> mask;
  // Set if and only if the mask is a token.
  std::shared_ptr<const Tokenizer> tokenizer;
  // The type the account sees.
  ColumnType type;

  bool is_token() const { return tokenizer != nullptr; }
  // As SQL writes it: "text", "int4"; of types that the policy doesn't know the database's own
  // name.
  std::string type_name() const;
};

struct VisibleRelation {
  const CatalogRelation* relation = nullptr;
  const PolicyTable* table = nullptr;
  // In the order of the database.
  std::vector<VisibleColumn> columns;
  // SQL conditions of the role, joined by AND.
  std::vector<std::string> row_filters;
  // A view listed without columns: read through its definition, over the account's own tables.
  bool is_expanded_view = false;

  const VisibleColumn* FindColumn(absl::string_view name) const;
  // An index holds a column that is masked or hidden: scans of that index alone give its order
  // away.
  bool has_index_on_hidden = false;
  // Scans through an index may give rows in the order of a masked or hidden column whatever the
  // query asks of it: the index orders by more than that column, or holds part of the rows.
  bool index_order_is_hidden = false;
  // Masked or hidden columns with an index of their own: it gives their order only to queries that
  // ask for more than one value, as IS NOT NULL does.
  std::vector<std::string> hidden_index_columns;
};

// A column of a view that is expanded. kUnknown: of a type that is never shown.
struct ViewColumn {
  std::string name;
  // The strongest mask in it.
  MaskKind mask = MaskKind::kAllow;
  ColumnType type;
};

// Tells the columns of a view that is expanded, which takes the parser (proxy/sql/view_columns.h).
// Called while the system catalog is made: it must not ask the same schema for it.
using ViewDescriber = std::function<std::vector<ViewColumn>(const CatalogRelation& view)>;

// Thread-safety: immutable, share freely.
// Lifetime: keeps policy and snapshot alive; pointers live as long as the schema.
class VisibleSchema {
 public:
  // Columns whose mask doesn't fit their type in the database are hidden: never shown by accident.
  // Without `describe_view` the catalog shows views that are expanded without their columns.
  VisibleSchema(std::shared_ptr<const Policy> policy,
                std::shared_ptr<const CatalogSnapshot> catalog,
                std::shared_ptr<const Keyring> keyring, const Account& account,
                const DecisionContext& context, ViewDescriber describe_view = nullptr);

  const VisibleRelation* Find(absl::string_view schema, absl::string_view relation) const;
  // Without a schema: the one visible relation of that name; nullptr if there is none. `ambiguous`
  // tells of several.
  const VisibleRelation* FindByName(absl::string_view relation, bool* ambiguous) const;

  const std::vector<VisibleRelation>& relations() const { return relations_; }
  const Policy& policy() const { return *policy_; }
  const std::shared_ptr<const Policy>& shared_policy() const { return policy_; }
  const std::shared_ptr<const CatalogSnapshot>& catalog() const { return catalog_; }
  const Account& account() const { return account_; }

  // Of a view that is expanded.
  std::vector<ViewColumn> ColumnsOf(const VisibleRelation& view) const {
    return describe_view_ ? describe_view_(*view.relation) : std::vector<ViewColumn>();
  }

  // What catalog relations answer (system_catalog.h); made when it is first asked for.
  const SystemCatalog& system_catalog() const;

 private:
  struct LazyCatalog;

  std::shared_ptr<const Policy> policy_;
  std::shared_ptr<const CatalogSnapshot> catalog_;
  const Account& account_;
  const ViewDescriber describe_view_;
  std::vector<VisibleRelation> relations_;
  absl::flat_hash_map<std::string, size_t> by_name_;
  std::shared_ptr<LazyCatalog> system_catalog_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_VISIBLE_SCHEMA_H_
