#include "policy/digest_key.h"

#include <cstdlib>
#include <utility>

namespace sudare {

DigestKey::DigestKey(const MasterKey& key) : id_(key.id) {
  auto bytes = SecretBytes::AllocateLockedIfPossible(kSubkeyBytes);
  if (!bytes.ok()) std::abort();  // There is no memory at all.
  key_ = *std::move(bytes);
  DeriveSubkey(key, "sudare result digest", {"", ""}, key_.MutableBytes());
}

}  // namespace sudare
