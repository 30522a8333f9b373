#include "proxy/state/open_state_store.h"

#include <utility>

#include "absl/time/time.h"
#include "proxy/state/postgres_store.h"
#include "proxy/state/sqlite_store.h"

namespace sudare {
namespace {

absl::Duration DurationOf(const google::protobuf::Duration& value) {
  return absl::Seconds(value.seconds()) + absl::Nanoseconds(value.nanos());
}

}  // namespace

absl::StatusOr<std::unique_ptr<StateStore>> OpenStateStore(const sudare::v1::State& config) {
  switch (config.store_case()) {
    case v1::State::kSqlite: {
      SqliteStoreOptions options;
      options.path = config.sqlite().file();
      return OpenSqliteStore(std::move(options));
    }
    case v1::State::kPostgres: {
      PostgresStoreOptions options;
      options.connection = config.postgres().connection();
      options.schema = config.postgres().schema();
      options.connect_timeout = DurationOf(config.postgres().connect_timeout());
      options.timeout = DurationOf(config.postgres().timeout());
      return OpenPostgresStore(std::move(options));
    }
    case v1::State::STORE_NOT_SET:
      break;
  }
  return absl::InternalError("a configuration without a store for the state");
}

}  // namespace sudare
