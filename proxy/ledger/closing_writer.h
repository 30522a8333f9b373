// ClosingWriter: writes the closing report of each maintenance window, as pages in a folder, when
// it has closed.
#ifndef SUDARE_PROXY_LEDGER_CLOSING_WRITER_H_
#define SUDARE_PROXY_LEDGER_CLOSING_WRITER_H_

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "proto/window.pb.h"
#include "proxy/state/state_store.h"

namespace sudare {

// Looks at the state of windows on a thread of its own: closing never waits for it, and what was
// closed while this proxy was away within the last day is caught up with. A page that is there is
// never written over; one that can't be written is told in the server's log and tried again.
//
// Thread-safety: the destructor may be called by any thread, and waits for a page being written.
// Lifetime: the store outlives it.
class ClosingWriter {
 public:
  struct Parts {
    StateStore* store = nullptr;
    // Of the audit log's segments.
    std::string log_folder;
    // For the pages; made if missing.
    std::string folder;
    // "ja", "en"
    std::vector<std::string> languages = {"ja"};
    // Queries end within a second of the close; what they read is on record then.
    absl::Duration settle = absl::Seconds(3);
    absl::Duration look = absl::Seconds(1);
    absl::Duration retry = absl::Minutes(1);
    std::function<absl::Time()> clock = absl::Now;
  };

  explicit ClosingWriter(Parts parts);
  ~ClosingWriter();
  ClosingWriter(const ClosingWriter&) = delete;
  ClosingWriter& operator=(const ClosingWriter&) = delete;

 private:
  void Run();
  void Look();
  // Windows that closed since yesterday and have come to rest, without those that are done.
  absl::StatusOr<std::vector<sudare::v1::Window>> Due();
  absl::Status Write(const sudare::v1::Window& window);

  const Parts parts_;
  // Of the writer's thread. By number and time of the request.
  std::set<std::string> done_;
  std::map<std::string, absl::Time> again_at_;
  std::optional<uint64_t> seen_;
  // Something was too early, or failed: look again though nothing changes.
  bool is_owed_ = true;

  std::mutex mutex_;
  std::condition_variable wake_;
  // Guarded by mutex_.
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_LEDGER_CLOSING_WRITER_H_
