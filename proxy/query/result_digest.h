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
//   row     u = polynomial in r over GF(2^127 - 1) of the NH hashes (UMAC, RFC 4418, over words of
//               64 bits; twice, under independent keys) of its blocks of 1 KiB
//   order   polynomial in y of all u
//   set     product of all (z + u), Lipton's fingerprint of a multiset: 0 for different ones at
//               most as often as a polynomial of so many rows has roots, rows / 2^127
//   digest  BLAKE2b-256, keyed, of label, query id, columns, number of rows and one of the two
//
// r, y, z and NH's keys are secret and never used but under BLAKE2b, so nobody can look for two
// results of one digest; by chance it happens less than once in 2^90 for a million rows. The whole
// costs a tenth of BLAKE2b over every row.
//
// Thread-safety: one thread at a time; keys are immutable, share freely.
#ifndef SUDARE_PROXY_QUERY_RESULT_DIGEST_H_
#define SUDARE_PROXY_QUERY_RESULT_DIGEST_H_

#include <sodium.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "policy/base/secret_bytes.h"
#include "policy/keyring.h"

namespace sudare {

// In field GF(2^127 - 1), or a sum of NH.
__extension__ typedef unsigned __int128 Uint128;

// The secrets of digests, of the primary key of a keyring.
class DigestKey {
 public:
  // kResourceExhausted: no locked memory.
  static absl::StatusOr<std::shared_ptr<const DigestKey>> Make(const Keyring& keyring);

  // Names the key that a digest was made with.
  uint32_t id() const { return id_; }

 private:
  friend class ResultDigest;
  DigestKey(uint32_t id, SecretBytes secrets) : id_(id), secrets_(std::move(secrets)) {}

  const uint32_t id_;
  const SecretBytes secrets_;
};

class ResultDigest {
 public:
  ResultDigest(std::shared_ptr<const DigestKey> key, absl::string_view query_id);

  // All columns before the first row.
  void AddColumn(absl::string_view name, absl::string_view type);
  // `data` is the values without anything between them, `lengths` theirs, -1 for NULL.
  void AddRow(absl::string_view data, absl::Span<const int32_t> lengths);

  // 32 bytes each.
  std::string InOrder() const;
  std::string AsSet() const;

  uint32_t key_id() const { return key_->id(); }

 private:
  Uint128 RowHash(absl::string_view data, absl::Span<const int32_t> lengths) const;
  std::string Finish(absl::string_view label, Uint128 value) const;

  const std::shared_ptr<const DigestKey> key_;
  // Of query id and columns.
  crypto_generichash_state head_;
  Uint128 row_key_;
  Uint128 order_key_;
  Uint128 set_key_;
  Uint128 order_ = 1;
  Uint128 set_ = 1;
  uint64_t rows_ = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_RESULT_DIGEST_H_
