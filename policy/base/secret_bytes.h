// SecretBytes: key bytes in memory that is guarded, locked against swapping and wiped when
// released.
//
// It can't be copied, printed, hashed or compared by accident: the only way to the bytes is a call
// whose name says so. Thread-safety: reading is safe to share; writing and MakeReadOnly belong to
// one thread. Errors: kResourceExhausted: no memory, or the limit on locked memory (RLIMIT_MEMLOCK)
// is reached.
#ifndef SUDARE_POLICY_BASE_SECRET_BYTES_H_
#define SUDARE_POLICY_BASE_SECRET_BYTES_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sudare {

// Initialises libsodium once; cheap afterwards. kInternal: it can't be initialised.
absl::Status InitSodium();

class SecretBytes {
 public:
  // No bytes at all.
  SecretBytes() = default;
  ~SecretBytes();
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;

  // `size` zero bytes, writable.
  static absl::StatusOr<SecretBytes> Allocate(size_t size);

  // The same for bytes whose loss of locking can be borne: guarded and wiped, and locked as far as
  // the limit on locked memory goes. Fails only if there is no memory at all.
  static absl::StatusOr<SecretBytes> AllocateLockedIfPossible(size_t size);

  // Random bytes.
  static absl::StatusOr<SecretBytes> Random(size_t size);

  // A copy of `bytes`, whose own storage the caller has to wipe.
  static absl::StatusOr<SecretBytes> CopyOf(absl::string_view bytes);

  size_t size() const { return size_; }

  // REQUIRES: MakeReadOnly wasn't called.
  unsigned char* MutableBytes() { return bytes_; }
  const unsigned char* ExposeBytes() const { return bytes_; }

  // Any later write ends the process.
  absl::Status MakeReadOnly();

  // In time that depends on the sizes only.
  bool ConstantTimeEquals(const SecretBytes& other) const;

 private:
  SecretBytes(unsigned char* bytes, size_t size) : bytes_(bytes), size_(size) {}
  void Release();

  unsigned char* bytes_ = nullptr;
  size_t size_ = 0;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_BASE_SECRET_BYTES_H_
