#include "proxy/sql/resolve.h"

#include "proxy/sql/resolver.h"

namespace sudare::sql {

absl::StatusOr<std::unique_ptr<Analysis>> Resolve(ParsedSql* parsed, const VisibleSchema& schema,
                                                  const std::vector<Value>& parameters) {
  return Resolver(parsed, schema, parameters).Run();
}

}  // namespace sudare::sql
