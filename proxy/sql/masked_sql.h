// MaskedSql: a statement ready for the database, and what has to be done to its parameters and its
// rows.
#ifndef SUDARE_PROXY_SQL_MASKED_SQL_H_
#define SUDARE_PROXY_SQL_MASKED_SQL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/mask.h"
#include "policy/token.h"
#include "policy/value.h"
#include "proxy/catalog/visible_schema.h"

namespace sudare::sql {

// Values that are masked on the way out have at most so many bytes.
inline constexpr int kLongestUnmasked = 8192;

// What is bound to $1, $2, … of the rewritten statement.
struct BoundParameter {
  enum class Kind {
    // The client's parameter `client_index`, as it is.
    kClient,
    // The raw value behind a token: NULL if it is no valid token.
    kInverted,
    // Whether the token is valid (or NULL): "t" or "f".
    kIsValidToken,
    // The JSON object of token map `map`.
    kTokenMap,
    // The salt of the order that rows get where the statement leaves it open.
    kOrderSalt,
    // The text in `supplied`: of a catalog relation or look-up table.
    kSupplied,
  };
  Kind kind = Kind::kClient;
  // 1-based, of kClient, and of the others if the token comes as a parameter; 0: it is `literal`.
  int client_index = 0;
  std::optional<std::string> literal;
  std::shared_ptr<const Tokenizer> tokenizer;
  // Of kInverted and kIsValidToken: the type of the column that the token is compared with.
  SqlType column_type = SqlType::kText;
  // Of the same: the type of its tokens.
  ColumnType token_type = {SqlType::kText};
  int map = -1;
  std::shared_ptr<const std::string> supplied;
  // 0: inferred by the database.
  uint32_t type_oid = 0;
};

// A map from the values of one column to their tokens, read in the snapshot of the statement
// itself.
struct TokenMapPlan {
  // Gives the distinct values, in text form.
  std::string sql;
  // schema.table.column, for messages.
  std::string column;
  std::shared_ptr<const Tokenizer> tokenizer;
};

struct ResultColumnPlan {
  std::string name;
  // The strongest mask in it.
  MaskKind mask = MaskKind::kAllow;
  // One of them set: raw values come, to be tokenized or masked on the way out.
  std::shared_ptr<const Tokenizer> tokenizer;
  std::shared_ptr<const Mask> masker;
  // Of the column whose values these are, if it is tokenized; and, if one of them is set, of what
  // is shown.
  ColumnType raw_type;
  ColumnType shown_type;
  // Where it is nothing but a column of a relation: the type that the account sees. Of expressions
  // the database alone knows it.
  std::string type_name;

  bool is_raw() const { return tokenizer != nullptr || masker != nullptr; }
};

// A column that the statement reads, for Explain and the audit log; or a catalog relation.
struct ColumnUse {
  // schema.table.column; schema.table of a catalog relation.
  std::string column;
  bool is_catalog = false;
  std::string data_class;
  MaskKind mask = MaskKind::kAllow;
  std::string rule_place;
  std::vector<std::string> ways;
  std::vector<std::string> reasons;
};

struct MaskedSql {
  std::string sql;
  std::vector<BoundParameter> parameters;
  std::vector<ResultColumnPlan> columns;
  std::vector<TokenMapPlan> maps;
  std::vector<ColumnUse> uses;
  // Holds for the parameter values it was made with only.
  bool depends_on_parameters = false;
  // An index on a hidden value could give rows in its order.
  bool forbid_index_only_scans = false;
  // So could any scan through an index.
  bool forbid_index_scans = false;
  // Several processes that read a relation would give its rows in the order of chance, and would do
  // so by how large it is with all that is hidden.
  bool forbid_parallel_scans = false;
  // Nothing but built-in functions of the closed list and plain tables: no view, foreign table,
  // policy of row-level security or function of an admin that could change the session.
  bool leaves_session_clean = true;
  // Highest $n of the client.
  int client_parameters = 0;
};

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_MASKED_SQL_H_
