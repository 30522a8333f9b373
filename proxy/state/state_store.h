// StateStore: what must outlive the process, and be the same for every proxy that shares it:
// maintenance windows, who is connected, budgets used.
//
// Tables of keys and values, changed in serializable transactions. What the values mean, and which
// change is allowed, is the business of the rooms that use it: so there is one set of rules,
// however many kinds of store there are.
#ifndef SUDARE_PROXY_STATE_STATE_STORE_H_
#define SUDARE_PROXY_STATE_STATE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sudare {

struct StateEntry {
  std::string key;
  std::string value;
};

// One transaction's view. Not thread-safe; valid only while the work runs. Tables need no creation:
// one that nothing was put into is empty. Names of tables are [a-z_]+; keys and values are any
// bytes, up to 1 KiB and 16 MiB (kInvalidArgument beyond).
class StateReader {
 public:
  virtual ~StateReader() = default;

  // nullopt: there is no such key.
  virtual absl::StatusOr<std::optional<std::string>> Get(absl::string_view table,
                                                         absl::string_view key) = 0;
  // Entries whose keys begin with `prefix`, in the order of the keys' bytes.
  virtual absl::StatusOr<std::vector<StateEntry>> Scan(absl::string_view table,
                                                       absl::string_view prefix) = 0;
  // The clock that all proxies of this store share: that of the machine that keeps it. The same
  // throughout a transaction.
  virtual absl::Time Now() = 0;
};

class StateTransaction : public StateReader {
 public:
  virtual absl::Status Put(absl::string_view table, absl::string_view key,
                           absl::string_view value) = 0;
  // Of a key that isn't there: nothing happens.
  virtual absl::Status Delete(absl::string_view table, absl::string_view key) = 0;
};

// Thread-safety: share freely.
class StateStore {
 public:
  virtual ~StateStore() = default;

  // Runs `work` as if it were alone, and makes what it changed durable before returning OK. If it
  // returns an error nothing is changed, and that error is returned. It may be run more than once,
  // when others changed what it read: it must not change anything outside, nor call the store.
  // kUnavailable: the store can't be reached or written; nothing was changed, unless the message
  // says that it can't be known.
  virtual absl::Status Transact(absl::FunctionRef<absl::Status(StateTransaction&)> work) = 0;

  // The same for reading only.
  virtual absl::Status Read(absl::FunctionRef<absl::Status(StateReader&)> work) = 0;

  // Grows with every change that anybody commits: cheap to ask several times a second.
  virtual absl::StatusOr<uint64_t> Version() = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_STATE_STATE_STORE_H_
