// Where the bytes of a stream come from and go to.
#ifndef SUDARE_POLICY_STREAMS_BYTES_H_
#define SUDARE_POLICY_STREAMS_BYTES_H_

#include <cstddef>
#include <istream>
#include <memory>
#include <ostream>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sudare {

// Thread-safety: one caller at a time, as for the sink.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Waits for at least one byte and reads at most `size`; 0 at the end.
  virtual absl::StatusOr<size_t> Read(char* buffer, size_t size) = 0;
  // Whether Read would wait for somebody: then what is done is written first.
  virtual bool WouldWait() { return false; }
};

class ByteSink {
 public:
  virtual ~ByteSink() = default;
  // All bytes or an error. What was written is on its way to the reader, not in a buffer.
  virtual absl::Status Write(absl::string_view bytes) = 0;
};

// Lifetime: borrow the stream.
std::unique_ptr<ByteSource> SourceFrom(std::istream& in);
std::unique_ptr<ByteSink> SinkTo(std::ostream& out);

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_BYTES_H_
