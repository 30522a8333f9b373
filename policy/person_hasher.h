// PersonHasher: what stands for a person in counts, and tells nobody who it is.
#ifndef SUDARE_POLICY_PERSON_HASHER_H_
#define SUDARE_POLICY_PERSON_HASHER_H_

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"
#include "policy/base/secret_bytes.h"
#include "policy/token_subkey.h"

namespace sudare {

// BLAKE2b with 16 bytes of output, keyed, over the name of what numbers people and the number, each
// after its length. Without the key neither the number can be found from the hash by trying, nor
// two hashes of one person under two keys be told to be one.
//
// Thread-safety: immutable, share freely.
class PersonHasher {
 public:
  explicit PersonHasher(const MasterKey& key);

  // `numbering` is Column.person of the policy, `number` the number as it is shown.
  absl::uint128 Hash(absl::string_view numbering, absl::string_view number) const;

 private:
  SecretBytes key_;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_PERSON_HASHER_H_
