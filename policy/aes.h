// Aes: the block cipher alone, one block a call: OpenSSL's, for constructions that are built on it.
//
// Its key schedule is in OpenSSL's memory, which can't be locked, for the lifetime of the object
// only, and is wiped at its end: make one per use. Thread-safety: one thread.
#ifndef SUDARE_POLICY_AES_H_
#define SUDARE_POLICY_AES_H_

#include <cstddef>

typedef struct evp_cipher_ctx_st EVP_CIPHER_CTX;

namespace sudare {

constexpr size_t kAesBlockBytes = 16;

class Aes {
 public:
  // Whether OpenSSL as it is set up on this machine has AES at all.
  static bool IsAvailable();

  // `key_bytes` is 16, 24 or 32. REQUIRES: IsAvailable().
  Aes(const unsigned char* key, size_t key_bytes);
  ~Aes();
  Aes(const Aes&) = delete;
  Aes& operator=(const Aes&) = delete;

  // Encrypts kAesBlockBytes bytes in place.
  void Encrypt(unsigned char* block) const;

 private:
  EVP_CIPHER_CTX* const context_;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_AES_H_
