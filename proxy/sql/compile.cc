#include "proxy/sql/compile.h"

#include <memory>
#include <utility>

#include "policy/base/status_macros.h"
#include "proxy/sql/analysis.h"
#include "proxy/sql/check.h"
#include "proxy/sql/deparse.h"
#include "proxy/sql/person_trace.h"
#include "proxy/sql/resolve.h"
#include "proxy/sql/rewrite.h"
#include "proxy/sql/token_flow.h"

namespace sudare::sql {

absl::StatusOr<MaskedSql> Compile(ParsedSql parsed, const VisibleSchema& schema,
                                  const std::vector<Value>& parameters, bool count_persons) {
  SUDARE_RETURN_IF_ERROR(CheckStatement(parsed));
  SUDARE_ASSIGN_OR_RETURN(std::unique_ptr<Analysis> analysis, Resolve(&parsed, schema, parameters));
  PersonPlan persons;
  if (count_persons) {
    SUDARE_ASSIGN_OR_RETURN(persons, TracePersons(analysis.get()));
  }
  const TokenFlow flow = ChooseTokenFlow(analysis.get());
  SUDARE_ASSIGN_OR_RETURN(MaskedSql masked, Rewrite(&parsed, schema, analysis.get(), flow));
  SUDARE_ASSIGN_OR_RETURN(masked.sql, DeparseVerified(parsed.tree()));
  masked.persons = std::move(persons);
  return masked;
}

}  // namespace sudare::sql
