// The masks of classes, made once each.
#ifndef SUDARE_POLICY_MESSAGES_CLASS_MASKS_H_
#define SUDARE_POLICY_MESSAGES_CLASS_MASKS_H_

#include <memory>
#include <shared_mutex>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "policy/masker.h"

namespace sudare {

// Thread-safety: share freely.
// Lifetime: keeps the masker.
class ClassMasks {
 public:
  explicit ClassMasks(std::shared_ptr<const Masker> masker) : masker_(std::move(masker)) {}

  // nullptr: the class is hidden, or its mask doesn't fit the type. kFailedPrecondition: a token
  // without a keyring.
  absl::StatusOr<std::shared_ptr<const Masker::ColumnMasker>> Find(const std::string& data_class,
                                                                   ColumnType type) const;

 private:
  const std::shared_ptr<const Masker> masker_;
  mutable std::shared_mutex mutex_;
  // Guarded by mutex_. Classes come from compiled options, so their number has a bound.
  mutable absl::flat_hash_map<std::pair<std::string, int>,
                              std::shared_ptr<const Masker::ColumnMasker>>
      masks_;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_MESSAGES_CLASS_MASKS_H_
