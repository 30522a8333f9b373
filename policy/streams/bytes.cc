#include "policy/streams/bytes.h"

#include <algorithm>

namespace sudare {
namespace {

class StreamSource final : public ByteSource {
 public:
  explicit StreamSource(std::istream& in) : in_(in) {}

  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    // Waits for the first byte; after it, no more is taken than is there.
    if (in_.peek() == std::istream::traits_type::eof()) {
      if (in_.bad()) return absl::UnavailableError("the input can't be read");
      return 0;
    }
    size_t read = 0;
    while (read < size) {
      const std::streamsize ready = in_.rdbuf()->in_avail();
      // A stream that can't tell what is there is asked for all, once.
      if (ready <= 0 && read > 0) break;
      const auto most = static_cast<std::streamsize>(size - read);
      const std::streamsize got =
          in_.rdbuf()->sgetn(buffer + read, ready > 0 ? std::min(ready, most) : most);
      if (got <= 0) break;
      read += static_cast<size_t>(got);
    }
    return read;
  }

  bool WouldWait() override { return in_.good() && in_.rdbuf()->in_avail() == 0; }

 private:
  std::istream& in_;
};

class StreamSink final : public ByteSink {
 public:
  explicit StreamSink(std::ostream& out) : out_(out) {}

  absl::Status Write(absl::string_view bytes) override {
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out_.flush();
    if (!out_) return absl::UnavailableError("the output can't be written");
    return absl::OkStatus();
  }

 private:
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<ByteSource> SourceFrom(std::istream& in) {
  return std::make_unique<StreamSource>(in);
}

std::unique_ptr<ByteSink> SinkTo(std::ostream& out) { return std::make_unique<StreamSink>(out); }

}  // namespace sudare
