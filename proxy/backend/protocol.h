// Messages of PostgreSQL's frontend/backend protocol 3.0, as far as sessions need them. Pure: bytes
// in memory.
//
// Source: PostgreSQL 15 documentation, chapter 55 "Frontend/Backend Protocol".
#ifndef SUDARE_PROXY_BACKEND_PROTOCOL_H_
#define SUDARE_PROXY_BACKEND_PROTOCOL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/value.h"
#include "proxy/backend/backend.h"
#include "proxy/backend/sqlstate.h"

namespace sudare {

// Appends messages to the server, all values in text form.
//
// Thread-safety: one thread at a time.
class MessageWriter {
 public:
  void Query(absl::string_view sql);
  void Parse(absl::string_view name, absl::string_view sql, const std::vector<uint32_t>& types);
  void Bind(absl::string_view name, const std::vector<Value>& parameters);
  void DescribeStatement(absl::string_view name);
  void Execute();
  void CloseStatement(absl::string_view name);
  void Sync();

  const std::string& bytes() const { return bytes_; }
  void Clear();

 private:
  size_t Begin(char type);
  void End(size_t start);
  void Int16(uint16_t number);
  void Int32(uint32_t number);
  void Text(absl::string_view text);

  std::string bytes_;
};

struct Message {
  char type = 0;
  absl::string_view body;
};

// Cuts a byte stream into messages. The stream is copied into nothing: views point into the one
// buffer.
//
// Thread-safety: one thread at a time.
//
//   while (!reader.Next(&message)) {
//     n = read(…, reader.WritableBytes(), reader.WritableSize());
//     reader.Filled(n);
//   }
class MessageReader {
 public:
  MessageReader();

  // The next complete message, valid until WritableBytes(); false: more bytes are needed.
  bool Next(Message* message) {
    const size_t available = end_ - begin_;
    if (available < kHeader) return false;
    const size_t size = MessageSize();
    if (available < size) return false;
    message->type = buffer_[begin_];
    message->body = absl::string_view(buffer_.data() + begin_ + kHeader, size - kHeader);
    begin_ += size;
    return true;
  }

  // Room for at least one byte more of the message that is begun; shrinks again after a large one.
  char* WritableBytes();
  size_t WritableSize() const { return buffer_.size() - end_; }
  // The same, also while messages that came before have not been taken.
  char* MoreWritableBytes();
  void Filled(size_t size) { end_ += size; }

  // The stream is no longer one of messages (a length below 4).
  bool IsBroken() const { return end_ - begin_ >= kHeader && MessageSize() < kHeader; }
  bool IsEmpty() const { return begin_ == end_; }
  // Bytes of the message that is begun, as far as its sender has told; else 0.
  size_t BegunSize() const { return end_ - begin_ < kHeader ? 0 : MessageSize(); }

 private:
  static constexpr size_t kHeader = 5;  // type, length

  size_t MessageSize() const {
    uint32_t length;
    __builtin_memcpy(&length, buffer_.data() + begin_ + 1, sizeof length);
    return size_t{1} + __builtin_bswap32(length);
  }

  std::vector<char> buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
};

// The bodies of messages; nullopt or false: malformed.
std::optional<std::vector<ResultField>> ReadRowDescription(absl::string_view body);
std::optional<DatabaseError> ReadError(absl::string_view body);
// Fills `row`, whose size is the number of fields expected.
bool ReadDataRow(absl::string_view body, std::vector<FieldView>& row);

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_PROTOCOL_H_
