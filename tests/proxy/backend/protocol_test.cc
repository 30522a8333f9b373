#include "proxy/backend/protocol.h"

#include <cstring>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

using ::testing::ElementsAre;
using std::string_literals::operator""s;

void Feed(MessageReader& reader, absl::string_view bytes) {
  while (!bytes.empty()) {
    char* const room = reader.WritableBytes();
    const size_t n = std::min(bytes.size(), reader.WritableSize());
    ASSERT_GT(n, 0u);
    std::memcpy(room, bytes.data(), n);
    reader.Filled(n);
    bytes.remove_prefix(n);
  }
}

std::string Framed(char type, const std::string& body) {
  const uint32_t size = static_cast<uint32_t>(body.size() + 4);
  std::string message(1, type);
  for (int shift = 24; shift >= 0; shift -= 8) message += static_cast<char>(size >> shift);
  return message + body;
}

TEST(MessageWriterTest, WritesTheBytesOfTheManual) {
  MessageWriter writer;
  writer.Query("S");
  EXPECT_EQ(writer.bytes(), "Q\0\0\0\x06S\0"s);
  writer.Clear();
  writer.Parse("n", "SELECT", {23, 0});
  EXPECT_EQ(writer.bytes(), "P\0\0\0\x17n\0SELECT\0\0\x02\0\0\0\x17\0\0\0\0"s);
  writer.Clear();
  writer.Bind("n", {Value("ab"), Value()});
  EXPECT_EQ(writer.bytes(), "B\0\0\0\x17\0n\0\0\0\0\x02\0\0\0\x02"s + "ab\xff\xff\xff\xff\0\0"s);
  writer.Clear();
  writer.DescribeStatement("n");
  writer.Execute();
  writer.CloseStatement("n");
  writer.Sync();
  EXPECT_EQ(writer.bytes(), "D\0\0\0\x07Sn\0E\0\0\0\x09\0\0\0\0\0C\0\0\0\x07Sn\0S\0\0\0\x04"s);
}

TEST(MessageReaderTest, PutsMessagesTogetherWhateverTheCuts) {
  const std::string stream = Framed('D', "first") + Framed('C', "") + Framed('Z', "I");
  for (size_t cut = 0; cut <= stream.size(); ++cut) {
    MessageReader reader;
    std::string types;
    Message message;
    for (absl::string_view part :
         {absl::string_view(stream).substr(0, cut), absl::string_view(stream).substr(cut)}) {
      Feed(reader, part);
      while (reader.Next(&message)) types += message.type;
    }
    EXPECT_EQ(types, "DCZ") << cut;
    EXPECT_EQ(message.body, "I");
    EXPECT_TRUE(reader.IsEmpty());
  }
}

TEST(MessageReaderTest, GrowsForALargeMessageAndShrinksAgain) {
  MessageReader reader;
  reader.WritableBytes();
  const size_t usual = reader.WritableSize();
  const std::string large(10 << 20, 'x');
  Feed(reader, Framed('D', large));
  Message message;
  ASSERT_TRUE(reader.Next(&message));
  EXPECT_EQ(message.body, large);
  reader.WritableBytes();
  EXPECT_EQ(reader.WritableSize(), usual);
}

TEST(MessageReaderTest, TakesNoMemoryForALengthThatNeverComes) {
  MessageReader reader;
  Feed(reader, "D\x7f\xff\xff\xff-"s);
  reader.WritableBytes();
  EXPECT_LT(reader.WritableSize(), size_t{1} << 20);
}

TEST(MessageReaderTest, SeesAStreamThatIsNone) {
  MessageReader reader;
  Feed(reader, "D\0\0\0\x03-"s);
  EXPECT_TRUE(reader.IsBroken());
}

TEST(ProtocolTest, ReadsRowDescriptions) {
  const std::string body = "\0\x02"s + "id\0\0\0\0\0\0\0\0\0\0\x17\0\x04\xff\xff\xff\xff\0\0"s +
                           "氏名\0\0\0\0\0\0\0\0\0\x40\0\0\x04\xff\xff\xff\xff\0\0"s;
  const auto fields = ReadRowDescription(body);
  ASSERT_TRUE(fields.has_value());
  ASSERT_EQ(fields->size(), 2u);
  EXPECT_EQ((*fields)[0].name, "id");
  EXPECT_EQ((*fields)[0].type_oid, 23u);
  EXPECT_EQ((*fields)[0].type_name, "int4");
  EXPECT_EQ((*fields)[1].name, "氏名");
  EXPECT_EQ((*fields)[1].type_oid, 16384u);
  EXPECT_EQ((*fields)[1].type_name, "");
  for (size_t size = 0; size < body.size(); ++size) {
    EXPECT_FALSE(ReadRowDescription(absl::string_view(body).substr(0, size)).has_value()) << size;
  }
}

TEST(ProtocolTest, ReadsRowsAndTellsNullFromEmpty) {
  const std::string body = "\0\x03\0\0\0\x02"s + "ab\0\0\0\0\xff\xff\xff\xff"s;
  std::vector<FieldView> row(3);
  ASSERT_TRUE(ReadDataRow(body, row));
  EXPECT_EQ(absl::string_view(row[0].data, row[0].size), "ab");
  EXPECT_NE(row[1].data, nullptr);
  EXPECT_EQ(row[1].size, 0u);
  EXPECT_EQ(row[2].data, nullptr);
}

TEST(ProtocolTest, RefusesRowsThatAreCutOrOfAnotherWidth) {
  const std::string body = "\0\x02\0\0\0\x02"s + "ab\0\0\0\x01"s + "c";
  std::vector<FieldView> row(2);
  ASSERT_TRUE(ReadDataRow(body, row));
  for (size_t size = 0; size < body.size(); ++size) {
    EXPECT_FALSE(ReadDataRow(absl::string_view(body).substr(0, size), row)) << size;
  }
  EXPECT_FALSE(ReadDataRow(body + "x", row));
  std::vector<FieldView> wider(3);
  EXPECT_FALSE(ReadDataRow(body, wider));
}

TEST(ProtocolTest, ReadsErrors) {
  const auto error = ReadError("SFATAAL\0VFATAL\0C57P01\0Mmessage\0P12\0Zunknown\0\0"s);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->sqlstate, "57P01");
  EXPECT_EQ(error->message, "message");
  EXPECT_TRUE(error->is_fatal);
  EXPECT_EQ(error->position, 12);
  EXPECT_FALSE(ReadError("Cnot terminated").has_value());
  EXPECT_FALSE(ReadError("Pletters\0\0"s).has_value());
}

}  // namespace
}  // namespace sudare
