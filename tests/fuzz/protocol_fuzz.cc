// What a database server sends, cut anywhere: the messages are the same whatever the cuts, and what
// is read from their bodies lies inside them.

#include <cstring>
#include <string>
#include <vector>

#include "proxy/backend/protocol.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

namespace sudare::fuzz {
namespace {

constexpr size_t kMaxMessages = 1000;

struct Stream {
  std::vector<std::pair<char, std::string>> messages;
  bool broken = false;
};

// Feeds `bytes` in pieces of at most `piece` bytes.
Stream Cut(absl::string_view bytes, size_t piece) {
  Stream stream;
  MessageReader reader;
  while (stream.messages.size() < kMaxMessages) {
    if (reader.IsBroken()) {
      stream.broken = true;
      return stream;
    }
    Message message;
    if (reader.Next(&message)) {
      stream.messages.emplace_back(message.type, std::string(message.body));
      continue;
    }
    if (bytes.empty()) return stream;
    char* const room = reader.WritableBytes();
    const size_t size = std::min({piece, bytes.size(), reader.WritableSize()});
    Expect(size > 0, "there is room for at least one byte more");
    std::memcpy(room, bytes.data(), size);
    reader.Filled(size);
    bytes.remove_prefix(size);
  }
  return stream;
}

bool IsInside(absl::string_view part, absl::string_view whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

void ReadRow(absl::string_view body, size_t fields) {
  std::vector<FieldView> row(fields);
  if (!ReadDataRow(body, row)) return;
  size_t bytes = 2 + 4 * fields;
  for (const FieldView& field : row) {
    if (field.data == nullptr) continue;
    Expect(IsInside({field.data, field.size}, body), "a field of a row lies inside its message");
    bytes += field.size;
  }
  Expect(bytes == body.size(), "the fields of a row fill its message");
}

void ReadBody(absl::string_view body) {
  const auto fields = ReadRowDescription(body);
  if (fields.has_value()) Expect(fields->size() <= body.size(), "columns take room");
  const auto error = ReadError(body);
  if (error.has_value()) {
    Expect(error->message.size() + error->sqlstate.size() <= body.size(),
           "an error's texts come from its message");
  }
  const size_t told =
      body.size() < 2 ? 0 : static_cast<uint8_t>(body[0]) << 8 | static_cast<uint8_t>(body[1]);
  ReadRow(body, told);
  ReadRow(body, 3);
}

}  // namespace
}  // namespace sudare::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sudare::fuzz;
  const ExpectFast fast;
  Input input(data, size);
  const size_t piece = 1 + input.Byte();
  const absl::string_view bytes = input.Rest();
  const Stream whole = Cut(bytes, bytes.size() + 1);
  const Stream pieces = Cut(bytes, piece);
  Expect(whole.messages == pieces.messages && whole.broken == pieces.broken,
         "messages are the same whatever the cuts");
  // A buffer of its own for each, so that reading beyond its end is seen.
  for (const auto& message : whole.messages) {
    const std::vector<char> body(message.second.begin(), message.second.end());
    ReadBody(absl::string_view(body.data(), body.size()));
  }
  return 0;
}
