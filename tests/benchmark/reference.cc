#include "tests/benchmark/reference.h"

#include <libpq-fe.h>

#include "tests/benchmark/report.h"

namespace sudare::testing {

Reference::Reference(const std::string& connection) : connection_(PQconnectdb(connection.c_str())) {
  Require(PQstatus(connection_) == CONNECTION_OK, "the reference can't connect");
}

Reference::~Reference() { PQfinish(connection_); }

uint64_t Reference::Stream(const std::string& sql) {
  Require(PQsendQuery(connection_, sql.c_str()) == 1, "the reference can't send");
  PQsetSingleRowMode(connection_);
  uint64_t rows = 0;
  while (PGresult* result = PQgetResult(connection_)) {
    rows += PQntuples(result);
    PQclear(result);
  }
  return rows;
}

void Reference::Prepare(const std::string& name, const std::string& sql) {
  PQclear(PQprepare(connection_, name.c_str(), sql.c_str(), 0, nullptr));
}

int Reference::Execute(const std::string& name, const std::vector<std::string>& parameters) {
  std::vector<const char*> values;
  for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
  PGresult* result = PQexecPrepared(connection_, name.c_str(), static_cast<int>(values.size()),
                                    values.data(), nullptr, nullptr, 0);
  Require(PQresultStatus(result) == PGRES_TUPLES_OK, "the reference can't execute");
  const int rows = PQntuples(result);
  PQclear(result);
  return rows;
}

}  // namespace sudare::testing
