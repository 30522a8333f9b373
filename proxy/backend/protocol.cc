#include "proxy/backend/protocol.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/numbers.h"
#include "proxy/backend/type_names.h"

namespace sudare {
namespace {

// Large enough that reading costs little, small enough to stay in the cache while the rows are
// looked at.
constexpr size_t kBufferSize = 128 << 10;

uint16_t LoadInt16(const char* bytes) {
  uint16_t number;
  std::memcpy(&number, bytes, sizeof number);
  return __builtin_bswap16(number);
}

uint32_t LoadInt32(const char* bytes) {
  uint32_t number;
  std::memcpy(&number, bytes, sizeof number);
  return __builtin_bswap32(number);
}

// Takes a zero-terminated text from the front of `body`.
bool TakeText(absl::string_view& body, absl::string_view* text) {
  const size_t end = body.find('\0');
  if (end == absl::string_view::npos) return false;
  *text = body.substr(0, end);
  body.remove_prefix(end + 1);
  return true;
}

}  // namespace

size_t MessageWriter::Begin(char type) {
  const size_t start = bytes_.size();
  bytes_ += type;
  bytes_.append(4, '\0');
  return start;
}

void MessageWriter::End(size_t start) {
  const uint32_t length = __builtin_bswap32(static_cast<uint32_t>(bytes_.size() - start - 1));
  std::memcpy(&bytes_[start + 1], &length, sizeof length);
}

void MessageWriter::Int16(uint16_t number) {
  number = __builtin_bswap16(number);
  bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void MessageWriter::Int32(uint32_t number) {
  number = __builtin_bswap32(number);
  bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void MessageWriter::Text(absl::string_view text) {
  bytes_.append(text.data(), text.size());
  bytes_ += '\0';
}

void MessageWriter::Query(absl::string_view sql) {
  const size_t start = Begin('Q');
  Text(sql);
  End(start);
}

void MessageWriter::Parse(absl::string_view name, absl::string_view sql,
                          const std::vector<uint32_t>& types) {
  const size_t start = Begin('P');
  Text(name);
  Text(sql);
  Int16(static_cast<uint16_t>(types.size()));
  for (uint32_t type : types) Int32(type);
  End(start);
}

void MessageWriter::Bind(absl::string_view name, const std::vector<Value>& parameters) {
  const size_t start = Begin('B');
  Text("");  // the unnamed portal
  Text(name);
  Int16(0);  // parameters in text form
  Int16(static_cast<uint16_t>(parameters.size()));
  for (const Value& parameter : parameters) {
    if (!parameter.has_value()) {
      Int32(0xffffffff);
      continue;
    }
    Int32(static_cast<uint32_t>(parameter->size()));
    bytes_.append(*parameter);
  }
  Int16(0);  // results in text form
  End(start);
}

void MessageWriter::DescribeStatement(absl::string_view name) {
  const size_t start = Begin('D');
  bytes_ += 'S';
  Text(name);
  End(start);
}

void MessageWriter::Execute() {
  const size_t start = Begin('E');
  Text("");
  Int32(0);  // all rows
  End(start);
}

void MessageWriter::CloseStatement(absl::string_view name) {
  const size_t start = Begin('C');
  bytes_ += 'S';
  Text(name);
  End(start);
}

void MessageWriter::Sync() { End(Begin('S')); }

void MessageWriter::Clear() {
  bytes_.clear();
  if (bytes_.capacity() > kBufferSize) bytes_.shrink_to_fit();
}

MessageReader::MessageReader() : buffer_(kBufferSize) {}

char* MessageReader::WritableBytes() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const size_t wanted = end_ >= kHeader ? MessageSize() : 0;
  if (wanted > buffer_.size()) {
    // The length is only the sender's word: memory follows the bytes that really come.
    if (end_ == buffer_.size()) buffer_.resize(std::min(wanted, 2 * buffer_.size()));
  } else if (buffer_.size() > kBufferSize && std::max(wanted, end_) <= kBufferSize) {
    buffer_.resize(kBufferSize);
    buffer_.shrink_to_fit();
  }
  return buffer_.data() + end_;
}

char* MessageReader::MoreWritableBytes() {
  WritableBytes();
  if (end_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
  return buffer_.data() + end_;
}

std::optional<std::vector<ResultField>> ReadRowDescription(absl::string_view body) {
  if (body.size() < 2) return std::nullopt;
  std::vector<ResultField> fields(LoadInt16(body.data()));
  body.remove_prefix(2);
  for (ResultField& field : fields) {
    absl::string_view name;
    // Table oid, column number, type oid, type length, type modifier, format.
    constexpr size_t kRest = 4 + 2 + 4 + 2 + 4 + 2;
    if (!TakeText(body, &name) || body.size() < kRest) return std::nullopt;
    field.name = std::string(name);
    field.type_oid = LoadInt32(body.data() + 6);
    field.type_name = std::string(BuiltinTypeName(field.type_oid));
    body.remove_prefix(kRest);
  }
  return fields;
}

std::optional<DatabaseError> ReadError(absl::string_view body) {
  DatabaseError error;
  while (!body.empty() && body[0] != '\0') {
    const char field = body[0];
    body.remove_prefix(1);
    absl::string_view text;
    if (!TakeText(body, &text)) return std::nullopt;
    if (field == 'C') error.sqlstate = std::string(text);
    if (field == 'M') error.message = std::string(text);
    // 'S' would be translated.
    if (field == 'V') error.is_fatal = text == "FATAL" || text == "PANIC";
    if (field == 'P' && !absl::SimpleAtoi(text, &error.position)) return std::nullopt;
  }
  return error;
}

bool ReadDataRow(absl::string_view body, std::vector<FieldView>& row) {
  const char* at = body.data();
  const char* const end = at + body.size();
  if (end - at < 2 || LoadInt16(at) != row.size()) return false;
  at += 2;
  for (FieldView& field : row) {
    if (end - at < 4) return false;
    const uint32_t size = LoadInt32(at);
    at += 4;
    if (size == 0xffffffff) {
      field = FieldView{};
      continue;
    }
    if (static_cast<size_t>(end - at) < size) return false;
    field = FieldView{at, size};
    at += size;
  }
  return at == end;
}

}  // namespace sudare
