#include "policy/base/secret_bytes.h"

#include <sodium.h>

#include <cstring>
#include <utility>

#include "policy/base/status_macros.h"

namespace sudare {

absl::Status InitSodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) return absl::InternalError("libsodium can't be initialised on this machine");
  return absl::OkStatus();
}

SecretBytes::~SecretBytes() { Release(); }

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    Release();
    bytes_ = std::exchange(other.bytes_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

absl::StatusOr<SecretBytes> SecretBytes::AllocateLockedIfPossible(size_t size) {
  SUDARE_RETURN_IF_ERROR(InitSodium());
  if (size == 0) return SecretBytes();
  auto* bytes = static_cast<unsigned char*>(sodium_malloc(size));
  if (bytes == nullptr) {
    return absl::ResourceExhaustedError("no guarded memory for keys: free memory on this machine");
  }
  std::memset(bytes, 0, size);
  return SecretBytes(bytes, size);
}

absl::StatusOr<SecretBytes> SecretBytes::Allocate(size_t size) {
  SUDARE_ASSIGN_OR_RETURN(SecretBytes secret, AllocateLockedIfPossible(size));
  // sodium_malloc locks too, but keeps silent when it can't; locking twice is harmless and tells.
  if (size > 0 && sodium_mlock(secret.bytes_, size) != 0) {
    return absl::ResourceExhaustedError(
        "memory for keys can't be locked against swapping: raise the limit on locked memory "
        "(`ulimit -l`, or `LimitMEMLOCK=` of the service)");
  }
  return secret;
}

absl::StatusOr<SecretBytes> SecretBytes::Random(size_t size) {
  SUDARE_ASSIGN_OR_RETURN(SecretBytes secret, Allocate(size));
  if (size > 0) randombytes_buf(secret.bytes_, size);
  return secret;
}

absl::StatusOr<SecretBytes> SecretBytes::CopyOf(absl::string_view bytes) {
  SUDARE_ASSIGN_OR_RETURN(SecretBytes secret, Allocate(bytes.size()));
  if (!bytes.empty()) std::memcpy(secret.bytes_, bytes.data(), bytes.size());
  return secret;
}

absl::Status SecretBytes::MakeReadOnly() {
  if (bytes_ != nullptr && sodium_mprotect_readonly(bytes_) != 0) {
    return absl::InternalError("memory of keys can't be made read-only");
  }
  return absl::OkStatus();
}

bool SecretBytes::ConstantTimeEquals(const SecretBytes& other) const {
  if (size_ != other.size_) return false;
  return size_ == 0 || sodium_memcmp(bytes_, other.bytes_, size_) == 0;
}

void SecretBytes::Release() {
  // Makes the pages writable again, wipes and unlocks them.
  if (bytes_ != nullptr) sodium_free(bytes_);
  bytes_ = nullptr;
  size_ = 0;
}

}  // namespace sudare
