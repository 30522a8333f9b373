#include "proxy/rpc/response_encoding.h"

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace sudare {
namespace {

using sudare::v1::QueryResponse;
using sudare::v1::RowBatch;

constexpr uint8_t LengthDelimited(int field) { return static_cast<uint8_t>(field << 3 | 2); }
constexpr uint8_t VarintField(int field) { return static_cast<uint8_t>(field << 3); }

// Most bytes of a 32-bit and a 64-bit varint.
constexpr size_t kVarint32 = 5;
constexpr size_t kVarint64 = 10;

uint8_t* PutVarint(uint64_t value, uint8_t* to) {
  while (value >= 0x80) {
    *to++ = static_cast<uint8_t>(value | 0x80);
    value >>= 7;
  }
  *to++ = static_cast<uint8_t>(value);
  return to;
}

size_t VarintSize(uint64_t value) {
  size_t size = 1;
  for (; value >= 0x80; value >>= 7) ++size;
  return size;
}

uint32_t ZigZag(int32_t value) {
  return static_cast<uint32_t>(value) << 1 ^ static_cast<uint32_t>(value >> 31);
}

void AppendSlice(const QueryResponse& part, EncodedResponse* response) {
  const size_t size = part.ByteSizeLong();
  grpc_slice raw = grpc_slice_malloc(size);
  part.SerializeWithCachedSizesToArray(GRPC_SLICE_START_PTR(raw));
  response->emplace_back(raw, grpc::Slice::STEAL_REF);
}

}  // namespace

void AppendHeader(const sudare::v1::Header& header, EncodedResponse* response) {
  QueryResponse part;
  *part.mutable_header() = header;
  AppendSlice(part, response);
}

void AppendSummary(const sudare::v1::Summary& summary, EncodedResponse* response) {
  QueryResponse part;
  *part.mutable_summary() = summary;
  AppendSlice(part, response);
}

// Strings on their way through the transport and back. Lives until the last of them is back.
class BatchEncoder::Recycler {
 public:
  // A string lent to a slice; the slice's destructor returns it.
  struct Loan {
    std::shared_ptr<Recycler> owner;
    std::string bytes;
  };

  std::string Take() {
    absl::MutexLock lock(&mutex_);
    if (free_.empty()) return std::string();
    std::string bytes = std::move(free_.back());
    free_.pop_back();
    return bytes;
  }

  void GiveBack(std::string bytes) {
    bytes.clear();
    absl::MutexLock lock(&mutex_);
    if (free_.size() < kKept) free_.push_back(std::move(bytes));
  }

  static void Return(void* user_data) {
    std::unique_ptr<Loan> loan(static_cast<Loan*>(user_data));
    loan->owner->GiveBack(std::move(loan->bytes));
  }

 private:
  // More are never in use at once: one is being filled, one sent, one acknowledged.
  static constexpr size_t kKept = 3;

  absl::Mutex mutex_;
  std::vector<std::string> free_ ABSL_GUARDED_BY(mutex_);
};

BatchEncoder::BatchEncoder() : recycler_(std::make_shared<Recycler>()) {}
BatchEncoder::~BatchEncoder() = default;

void BatchEncoder::Append(RowBatch& batch, EncodedResponse* response) {
  // First the lengths, behind room for everything that stands before them, whose size depends on
  // theirs.
  constexpr size_t kRoom = 1 + kVarint64 + 1 + kVarint32 + 1 + kVarint64;
  const size_t count = static_cast<size_t>(batch.lengths_size());
  grpc_slice front = grpc_slice_malloc(kRoom + count * kVarint32 + 1 + kVarint64);
  uint8_t* const start = GRPC_SLICE_START_PTR(front);
  uint8_t* const lengths = start + kRoom;
  uint8_t* end = lengths;
  for (const int32_t length : batch.lengths()) {
    const uint32_t value = ZigZag(length);
    if (value < 0x80) {
      *end++ = static_cast<uint8_t>(value);
    } else {
      end = PutVarint(value, end);
    }
  }
  const size_t lengths_size = static_cast<size_t>(end - lengths);
  const size_t data_size = batch.data().size();
  if (data_size > 0) {
    *end++ = LengthDelimited(RowBatch::kDataFieldNumber);
    end = PutVarint(data_size, end);
  }

  uint8_t inner[kRoom];
  uint8_t* put = inner;
  if (batch.row_count() != 0) {
    *put++ = VarintField(RowBatch::kRowCountFieldNumber);
    put = PutVarint(batch.row_count(), put);
  }
  if (count > 0) {
    *put++ = LengthDelimited(RowBatch::kLengthsFieldNumber);
    put = PutVarint(lengths_size, put);
  }
  const size_t inner_size = static_cast<size_t>(put - inner);
  const size_t message_size = inner_size + static_cast<size_t>(end - lengths) + data_size;
  uint8_t* const begin = lengths - inner_size - VarintSize(message_size) - 1;
  *begin = LengthDelimited(QueryResponse::kBatchFieldNumber);
  std::memcpy(PutVarint(message_size, begin + 1), inner, inner_size);

  const grpc_slice used = grpc_slice_sub_no_ref(front, static_cast<size_t>(begin - start),
                                                static_cast<size_t>(end - start));
  response->emplace_back(used, grpc::Slice::STEAL_REF);
  if (data_size == 0) return;
  auto* loan = new Recycler::Loan{recycler_, std::move(*batch.mutable_data())};
  *batch.mutable_data() = recycler_->Take();
  response->emplace_back(loan->bytes.data(), data_size, Recycler::Return, loan);
}

}  // namespace sudare
