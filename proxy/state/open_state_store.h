// The store that a configuration asks for.
#ifndef SUDARE_PROXY_STATE_OPEN_STATE_STORE_H_
#define SUDARE_PROXY_STATE_OPEN_STATE_STORE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "proto/config.pb.h"
#include "proxy/state/state_store.h"

namespace sudare {

// `config` as LoadConfig (proxy/config.h) gives it: checked, with its defaults. Errors: as those of
// OpenSqliteStore and OpenPostgresStore.
absl::StatusOr<std::unique_ptr<StateStore>> OpenStateStore(const sudare::v1::State& config);

}  // namespace sudare

#endif  // SUDARE_PROXY_STATE_OPEN_STATE_STORE_H_
