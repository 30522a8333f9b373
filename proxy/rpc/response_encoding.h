// Encoding of QueryResponse into slices, by hand for row batches: the values' bytes,
// nearly all of an answer, are handed to the transport where they lie instead of being copied into
// a message.
//
// The bytes are those that protobuf would make for the same message (proto/query.proto); a test
// compares them.
#ifndef SUDARE_PROXY_RPC_RESPONSE_ENCODING_H_
#define SUDARE_PROXY_RPC_RESPONSE_ENCODING_H_

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/support/slice.h"
#include "proto/query.pb.h"

namespace sudare {

// Parts appended one after the other, each at most once, make one QueryResponse.
using EncodedResponse = std::vector<grpc::Slice>;

void AppendHeader(const sudare::v1::Header& header, EncodedResponse* response);
void AppendSummary(const sudare::v1::Summary& summary, EncodedResponse* response);

// Encodes the batches of one answer.
//
// Thread-safety: one thread at a time; the slices it makes may live longer and be freed on any
// thread.
class BatchEncoder {
 public:
  BatchEncoder();
  ~BatchEncoder();
  BatchEncoder(const BatchEncoder&) = delete;
  BatchEncoder& operator=(const BatchEncoder&) = delete;

  // Takes the bytes out of `batch.data` and leaves an empty string in their place, with the
  // capacity of one that the transport has done with.
  void Append(sudare::v1::RowBatch& batch, EncodedResponse* response);

 private:
  class Recycler;

  std::shared_ptr<Recycler> recycler_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_RESPONSE_ENCODING_H_
