// ResultDigest: what an account was shown, in two digests of 32 bytes, so that a replay of the
// query (proxy/replay) can tell whether the same is shown again.
//
// They are of the columns' names and types and of each value as it was shown, NULL told from the
// empty text: one of the rows in their order, one of the rows as a multiset. The second is needed
// because SQL leaves most orders open: where nothing sorts the rows, and among those that compare
// equal, they come as they are stored or as a salt has it, and neither outlives a restore.
//
// Keyed, and bound to the id of the query: who reads the log and not the data could otherwise try
// out which salary gives the digest, or ask the proxy for a row made up by himself and compare.
//
//   keys    BLAKE2b-512, keyed with the DigestKey, of label and query id: K and k
//   row     SipHash-2-4 with 128 bits (Aumasson and Bernstein), keyed with k, of lengths and values
//   order   BLAKE2b-256, keyed with K, of label, columns, the hashes of the rows, their number
//   set     BLAKE2b-256, keyed with K, of label, columns, the sum of the hashes modulo 2^128, and
//           their number (MSet-Add-Hash: Clarke et al., Incremental Multiset Hash Functions, 2003)
//
// Thread-safety: one thread at a time.
#ifndef SUDARE_PROXY_QUERY_RESULT_DIGEST_H_
#define SUDARE_PROXY_QUERY_RESULT_DIGEST_H_

#include <sodium.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "policy/digest_key.h"

namespace sudare {

class ResultDigest {
 public:
  ResultDigest(const DigestKey& key, absl::string_view query_id);
  ~ResultDigest();
  ResultDigest(const ResultDigest&) = default;
  ResultDigest& operator=(const ResultDigest&) = default;

  // All columns before the first row.
  void AddColumn(absl::string_view name, absl::string_view type);
  // `data` is the values without anything between them, `lengths` theirs, -1 for NULL.
  void AddRow(absl::string_view data, absl::Span<const int32_t> lengths);

  // 32 bytes each.
  std::string InOrder() const;
  std::string AsSet() const;

  uint32_t key_id() const { return key_id_; }

 private:
  std::string Finish(crypto_generichash_state* state) const;

  uint32_t key_id_;
  std::array<unsigned char, crypto_shorthash_siphashx24_KEYBYTES> row_key_;
  crypto_generichash_state order_;
  // Of label and columns.
  crypto_generichash_state set_;
  absl::uint128 sum_ = 0;
  uint64_t rows_ = 0;
  // A row as it is hashed; kept for its memory.
  std::string row_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_RESULT_DIGEST_H_
