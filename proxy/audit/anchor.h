// Anchor: a second place that each checkpoint goes to, so that who can rewrite the log can't make
// the past unsaid: a file on another disk (file_anchor.h), a table in PostgreSQL
// (proxy/backend/postgres_anchor.h).
//
// An anchor is only ever added to, in the order of the checkpoints' numbers.
#ifndef SUDARE_PROXY_AUDIT_ANCHOR_H_
#define SUDARE_PROXY_AUDIT_ANCHOR_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proxy/audit/checkpoint.h"

namespace sudare::audit {

// Its first and its last checkpoint; neither if it holds none.
struct AnchorEnds {
  uint64_t first = 0;
  std::optional<SignedCheckpoint> last;
};

// Thread-safety: one thread at a time. Calls may take seconds, but end.
// Errors: kUnavailable: it can't be reached or written, in the system's words, for operators.
// kDataLoss: what it holds can't be read as checkpoints.
class Anchor {
 public:
  virtual ~Anchor() = default;

  // As in checkpoints and messages (IsAnchorName).
  virtual const std::string& name() const = 0;
  // kNotFound: it hasn't been made yet.
  virtual absl::StatusOr<AnchorEnds> Ends() = 0;
  // Adds `checkpoints` behind what it holds; `make` it if it isn't there. Durable on OK; after an
  // error some may be there.
  virtual absl::Status Append(const std::vector<SignedCheckpoint>& checkpoints, bool make) = 0;
};

// What an anchor holds, for verification: the lines as they are.
struct AnchorLines {
  // "anchor file `/mnt/audit/sudare.anchor`"
  std::string title;
  std::string name;
  std::vector<std::string> lines;
  // The last line isn't whole yet, or a crash left it so. It isn't among `lines`.
  bool has_torn_end = false;
  // Reads it once more: of a log that is being written, the anchor may hold more by the time that
  // the log has been read. May be null.
  std::function<absl::StatusOr<AnchorLines>()> read_again;
};

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_ANCHOR_H_
