// One call of the query service, from the client's side.
#ifndef SUDARE_PROXY_CLI_RUN_QUERY_H_
#define SUDARE_PROXY_CLI_RUN_QUERY_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "proto/query.pb.h"
#include "proxy/cli/connection.h"
#include "proxy/cli/result_writer.h"

namespace sudare {

// Runs a query and writes its rows as they come, holding one batch. Ctrl-C cancels it in the
// database: kCancelled, and `interrupted` is set. Other errors as in query.proto. A maintenance
// window that closes soon is told of on `notices`.
absl::Status RunQuery(const Connection& connection, const sudare::v1::QueryRequest& request,
                      ResultWriter& writer, std::ostream& notices, bool* interrupted);

// "window W00012 closes in 4 minutes / …", or nothing if that is ten minutes away or there is none.
std::string ClosingNotice(const sudare::v1::WindowNotice& window, absl::Time now);

// What would happen to the query, for people.
absl::Status RunExplain(const Connection& connection, const sudare::v1::ExplainRequest& request,
                        std::ostream& out);

// The visible tables; with a name, that table's columns. kNotFound: there is none of that name.
absl::Status RunListTables(const Connection& connection,
                           const sudare::v1::ListTablesRequest& request, std::ostream& out);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_RUN_QUERY_H_
