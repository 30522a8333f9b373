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
//   keys    BLAKE2b-512, keyed with the DigestKey, of labels and query id: K, k, p and q
//   order   BLAKE2b-256, keyed with K, of label, columns, the Poly1305 tags of all lengths (key p)
//           and of all values (key q), and the number of rows. Keys of one query are the one-time
//           keys that Poly1305 (Bernstein; RFC 8439) asks for: a replay makes them again, but no
//           tag is ever shown
//   row     SipHash-2-4 with 128 bits (Aumasson and Bernstein), keyed with k, of lengths and values
//   set     BLAKE2b-256, keyed with K, of label, columns, the sum of the hashes modulo 2^128, and
//           their number (MSet-Add-Hash: Clarke et al., Incremental Multiset Hash Functions, 2003).
//           Of kMostSetRows rows at most where rows come as they are stored: it costs a third of
//           what a stream of them does
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
  static constexpr uint64_t kMostSetRows = 100'000;
  static constexpr uint64_t kAllRows = ~uint64_t{0};

  // `most_set_rows`: of larger results there is no set. kAllRows for rows whose order a secret salt
  // makes: it ends with the process, and no replay gives them in order again.
  ResultDigest(const DigestKey& key, absl::string_view query_id,
               uint64_t most_set_rows = kMostSetRows);
  ~ResultDigest();
  ResultDigest(const ResultDigest&) = default;
  ResultDigest& operator=(const ResultDigest&) = default;

  // All columns before the first row.
  void AddColumn(absl::string_view name, absl::string_view type);
  // Some rows, each with as many values as there are columns; how they are parted doesn't count.
  // `data` is the values without anything between them, `lengths` theirs, -1 for NULL.
  void AddRows(absl::string_view data, absl::Span<const int32_t> lengths, uint64_t rows);

  // 32 bytes each; the second empty if there were more rows than it is made of.
  std::string InOrder() const;
  std::string AsSet() const;

  uint32_t key_id() const { return key_id_; }

 private:
  crypto_generichash_state Begin(absl::string_view label) const;
  void AddToSet(absl::string_view data, absl::Span<const int32_t> lengths, uint64_t rows);

  uint32_t key_id_;
  uint64_t most_set_rows_;
  std::array<unsigned char, crypto_generichash_KEYBYTES> key_;
  std::array<unsigned char, crypto_shorthash_siphashx24_KEYBYTES> row_key_;
  crypto_onetimeauth_state lengths_;
  crypto_onetimeauth_state values_;
  // Names and types, framed.
  std::string columns_;
  absl::uint128 sum_ = 0;
  uint64_t rows_ = 0;
  // A row as it is hashed; kept for its memory.
  std::string row_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_RESULT_DIGEST_H_
