#include "proxy/rpc/response_encoding.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

using sudare::v1::QueryResponse;
using sudare::v1::RowBatch;

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(buffer.Dump(&slices).ok());
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

std::string ProtobufBytes(const RowBatch& batch) {
  QueryResponse response;
  *response.mutable_batch() = batch;
  return response.SerializeAsString();
}

void ExpectSameBytes(const RowBatch& batch) {
  BatchEncoder encoder;
  RowBatch given = batch;
  EXPECT_EQ(BytesOf(encoder.Encode(given)), ProtobufBytes(batch));
}

TEST(ResponseEncodingTest, MakesTheBytesThatProtobufMakes) {
  RowBatch batch;
  ExpectSameBytes(batch);
  batch.set_row_count(1);
  ExpectSameBytes(batch);
  batch.add_lengths(-1);
  ExpectSameBytes(batch);
  batch.add_lengths(0);
  ExpectSameBytes(batch);
  // Around each size of a varint.
  for (const int32_t length : {1, 63, 64, 8191, 8192, 1 << 20, 1 << 27, 0x7fffffff}) {
    batch.add_lengths(length);
    ExpectSameBytes(batch);
  }
  for (const size_t size : {1, 127, 128, 16383, 16384, 3 << 20}) {
    batch.set_data(std::string(size, 'x'));
    ExpectSameBytes(batch);
  }
  batch.set_row_count(0xffffffff);
  ExpectSameBytes(batch);
  for (int i = 0; i < 20000; ++i) batch.add_lengths(i % 200 - 1);
  ExpectSameBytes(batch);
}

TEST(ResponseEncodingTest, EncodesHeaderAndSummary) {
  sudare::v1::Header header;
  header.set_query_id("q");
  header.add_columns()->set_name("氏名");
  QueryResponse response;
  ASSERT_TRUE(response.ParseFromString(BytesOf(EncodeHeader(header))));
  EXPECT_EQ(response.header().columns(0).name(), "氏名");
  sudare::v1::Summary summary;
  summary.set_rows(7);
  ASSERT_TRUE(response.ParseFromString(BytesOf(EncodeSummary(summary))));
  EXPECT_EQ(response.summary().rows(), 7u);
}

TEST(ResponseEncodingTest, LendsAStringAgainOnceItsBufferIsFreed) {
  BatchEncoder encoder;
  RowBatch batch;
  batch.set_data(std::string(100'000, 'a'));
  const char* const first = batch.data().data();
  {
    grpc::ByteBuffer sent = encoder.Encode(batch);
    EXPECT_TRUE(batch.data().empty());
    EXPECT_NE(batch.data().data(), first);
  }
  batch.set_data(std::string(100'000, 'b'));
  grpc::ByteBuffer sent = encoder.Encode(batch);
  EXPECT_TRUE(batch.data().empty());
  EXPECT_EQ(batch.data().data(), first);
  EXPECT_GE(batch.data().capacity(), 100'000u);
}

TEST(ResponseEncodingTest, ABufferOutlivesItsEncoder) {
  RowBatch batch;
  batch.set_data(std::string(100'000, 'a'));
  grpc::ByteBuffer sent;
  {
    BatchEncoder encoder;
    sent = encoder.Encode(batch);
  }
  EXPECT_THAT(BytesOf(sent), ::testing::HasSubstr(std::string(100'000, 'a')));
}

}  // namespace
}  // namespace sudare
