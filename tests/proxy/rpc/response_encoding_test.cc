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

std::string BytesOf(const EncodedResponse& response) {
  std::string bytes;
  for (const grpc::Slice& slice : response) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

std::string ProtobufBytes(const RowBatch& batch) {
  QueryResponse response;
  *response.mutable_batch() = batch;
  return response.SerializeAsString();
}

EncodedResponse Encode(BatchEncoder& encoder, RowBatch& batch) {
  EncodedResponse response;
  encoder.Append(batch, &response);
  return response;
}

void ExpectSameBytes(const RowBatch& batch) {
  BatchEncoder encoder;
  RowBatch given = batch;
  EXPECT_EQ(BytesOf(Encode(encoder, given)), ProtobufBytes(batch));
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

TEST(ResponseEncodingTest, PartsOneAfterTheOtherMakeOneMessage) {
  sudare::v1::Header header;
  header.set_query_id("q");
  header.add_columns()->set_name("氏名");
  RowBatch batch;
  batch.set_row_count(1);
  batch.add_lengths(2);
  batch.set_data("ab");
  sudare::v1::Summary summary;
  summary.set_rows(7);
  QueryResponse expected;
  *expected.mutable_header() = header;
  *expected.mutable_batch() = batch;
  *expected.mutable_summary() = summary;
  BatchEncoder encoder;
  EncodedResponse response;
  AppendHeader(header, &response);
  encoder.Append(batch, &response);
  AppendSummary(summary, &response);
  EXPECT_EQ(BytesOf(response), expected.SerializeAsString());
}

TEST(ResponseEncodingTest, LendsAStringAgainOnceItsBufferIsFreed) {
  BatchEncoder encoder;
  RowBatch batch;
  batch.set_data(std::string(100'000, 'a'));
  const char* const first = batch.data().data();
  {
    const EncodedResponse sent = Encode(encoder, batch);
    EXPECT_TRUE(batch.data().empty());
    EXPECT_NE(batch.data().data(), first);
  }
  batch.set_data(std::string(100'000, 'b'));
  const EncodedResponse sent = Encode(encoder, batch);
  EXPECT_TRUE(batch.data().empty());
  EXPECT_EQ(batch.data().data(), first);
  EXPECT_GE(batch.data().capacity(), 100'000u);
}

TEST(ResponseEncodingTest, SlicesOutliveTheirEncoder) {
  RowBatch batch;
  batch.set_data(std::string(100'000, 'a'));
  EncodedResponse sent;
  {
    BatchEncoder encoder;
    sent = Encode(encoder, batch);
  }
  EXPECT_THAT(BytesOf(sent), ::testing::HasSubstr(std::string(100'000, 'a')));
}

}  // namespace
}  // namespace sudare
