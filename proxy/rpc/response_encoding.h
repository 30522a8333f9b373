// Encoding of QueryResponse into gRPC byte buffers, by hand for row batches: the values' bytes,
// nearly all of an answer, are handed to the transport where they lie instead of being copied into
// a message.
//
// The bytes are those that protobuf would make for the same message (proto/query.proto); a test
// compares them.
#ifndef SUDARE_PROXY_RPC_RESPONSE_ENCODING_H_
#define SUDARE_PROXY_RPC_RESPONSE_ENCODING_H_

#include <memory>
#include <string>

#include "grpcpp/support/byte_buffer.h"
#include "proto/query.pb.h"

namespace sudare {

grpc::ByteBuffer EncodeHeader(const sudare::v1::Header& header);
grpc::ByteBuffer EncodeSummary(const sudare::v1::Summary& summary);

// Encodes the batches of one answer.
//
// Thread-safety: one thread at a time; the buffers it returns may live longer and be freed on any
// thread.
class BatchEncoder {
 public:
  BatchEncoder();
  ~BatchEncoder();
  BatchEncoder(const BatchEncoder&) = delete;
  BatchEncoder& operator=(const BatchEncoder&) = delete;

  // Takes the bytes out of `batch.data` and leaves an empty string in their place, with the
  // capacity of one that the transport has done with.
  grpc::ByteBuffer Encode(sudare::v1::RowBatch& batch);

 private:
  class Recycler;

  std::shared_ptr<Recycler> recycler_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_RESPONSE_ENCODING_H_
