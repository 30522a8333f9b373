#include "proxy/admission/admission.h"

namespace sudare {
namespace {

// What config.proto promises.
constexpr uint64_t kRowsPerQuery = 1'000'000;
constexpr uint64_t kBytesPerQuery = uint64_t{1} << 30;
constexpr uint64_t kRowsPerWindow = 10'000'000;
constexpr absl::Duration kStatementTimeout = absl::Seconds(60);
constexpr uint32_t kConcurrentQueries = 8;
constexpr uint32_t kSqlBytes = 1 << 20;
constexpr uint32_t kNestingDepth = 200;
constexpr uint32_t kTokenMapValues = 200'000;

template <typename Integer>
Integer FirstSet(Integer own, Integer server, Integer built_in) {
  if (own != 0) return own;
  return server != 0 ? server : built_in;
}

absl::Duration FromProto(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

}  // namespace

EffectiveLimits LimitsOf(const Role& role, const sudare::v1::Defaults& defaults) {
  const sudare::v1::Limits& own = role.limits;
  EffectiveLimits limits;
  limits.rows_per_query =
      FirstSet<uint64_t>(own.rows_per_query(), defaults.rows_per_query(), kRowsPerQuery);
  limits.bytes_per_query =
      FirstSet<uint64_t>(own.bytes_per_query(), defaults.bytes_per_query(), kBytesPerQuery);
  limits.rows_per_window =
      FirstSet<uint64_t>(own.rows_per_window(), defaults.rows_per_window(), kRowsPerWindow);
  limits.concurrent_queries = FirstSet<uint32_t>(own.concurrent_queries(),
                                                 defaults.concurrent_queries(), kConcurrentQueries);
  limits.sql_bytes = FirstSet<uint32_t>(own.sql_bytes(), defaults.sql_bytes(), kSqlBytes);
  limits.nesting_depth =
      FirstSet<uint32_t>(own.nesting_depth(), defaults.nesting_depth(), kNestingDepth);
  limits.token_map_values = FirstSet<uint32_t>(0, defaults.token_map_values(), kTokenMapValues);
  limits.statement_timeout = kStatementTimeout;
  for (const google::protobuf::Duration* set :
       {&defaults.statement_timeout(), &own.statement_timeout()}) {
    // A negative time would end every statement at once, or never; it counts as unset.
    if (FromProto(*set) > absl::ZeroDuration()) limits.statement_timeout = FromProto(*set);
  }
  return limits;
}

}  // namespace sudare
