// The benchmarks by name. Each prints its figures with Report.
#ifndef SUDARE_TESTS_BENCHMARK_BENCHMARKS_H_
#define SUDARE_TESTS_BENCHMARK_BENCHMARKS_H_

#include <memory>

#include "tests/support/postgres.h"
#include "tests/support/proxy_process.h"

namespace sudare::testing {

// A database of a million rows and a proxy before it, made at the first use.
class Bench {
 public:
  PostgresServer& server();
  ProxyProcess& proxy();
  // One more proxy, whose audit log lies in memory: what it is faster by is the disk's part.
  std::unique_ptr<ProxyProcess> ProxyWithLogInMemory();

 private:
  std::unique_ptr<PostgresServer> server_;
  std::unique_ptr<ProxyProcess> proxy_;
};

// stream_1m, stream_1m_tls: all rows and columns, one redacted, one partial, one tokenized, against
// the same SELECT unmasked, libpq in single-row mode.
void BenchmarkStream(Bench& bench);
// point_p50, point_p99: by key over a warm channel, against a libpq prepared statement. In
// microseconds. point_p50_log_in_memory: the same without the disk under the audit log.
// point_p50_two_hops: that against the sum of its two hops with nothing between them: the prepared
// statement, and a gRPC server of a few lines that answers with a constant.
void BenchmarkPoint(Bench& bench);
// token_lookup: by token, against an unmasked point query through the proxy.
void BenchmarkTokenLookup(Bench& bench);
// token_way_egress, token_way_equality, token_way_map: what each way of answering with tokens
// costs, against the same statement over raw values, direct. open_order_of_a_join: what it costs to
// put a million rows into an order that tells nothing.
void BenchmarkTokenWays(Bench& bench);
// aggregate: the same aggregate on raw tables, direct.
void BenchmarkAggregate(Bench& bench);
// memory_10m: growth of the proxy's resident memory during ten million rows, against 64 MiB.
void BenchmarkMemory(Bench& bench);
// analysis_cold: parse to rewritten text, against PostgreSQL's parser alone. analysis_cached: what
// a known statement costs in the pipeline before it is sent, against 5 microseconds.
void BenchmarkAnalysis(Bench& bench);
// audit: queries a second of 32 clients with the log on a disk, against the same with the log in
// memory.
void BenchmarkAudit(Bench& bench);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_BENCHMARK_BENCHMARKS_H_
