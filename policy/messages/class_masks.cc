#include "policy/messages/class_masks.h"

#include <mutex>

namespace sudare {

absl::StatusOr<std::shared_ptr<const Masker::ColumnMasker>> ClassMasks::Find(
    const std::string& data_class, ColumnType type) const {
  const std::pair<std::string, int> key(data_class, static_cast<int>(type.type));
  {
    std::shared_lock<std::shared_mutex> lock(mutex_);
    const auto found = masks_.find(key);
    if (found != masks_.end()) return found->second;
  }
  absl::StatusOr<std::shared_ptr<const Masker::ColumnMasker>> made =
      masker_->Class(data_class, type);
  if (!made.ok()) {
    // The mask doesn't fit, so that nothing of the value may stay.
    if (made.status().code() != absl::StatusCode::kInvalidArgument) return made.status();
    made = nullptr;
  }
  if (*made != nullptr && (*made)->hidden()) made = nullptr;
  std::unique_lock<std::shared_mutex> lock(mutex_);
  return masks_.emplace(key, *std::move(made)).first->second;
}

}  // namespace sudare
