#include "policy/aes.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace sudare {
namespace {

// Looked up once: a look-up takes longer than a token.
const EVP_CIPHER* Cipher(size_t key_bytes) {
  static const EVP_CIPHER* const ciphers[] = {
      EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr),
      EVP_CIPHER_fetch(nullptr, "AES-192-ECB", nullptr),
      EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr),
  };
  switch (key_bytes) {
    case 16:
      return ciphers[0];
    case 24:
      return ciphers[1];
    case 32:
      return ciphers[2];
    default:
      return nullptr;
  }
}

// After IsAvailable() nothing but a lack of memory makes OpenSSL fail here; operator new would end
// the process, too.
void Check(bool done) {
  if (!done) std::abort();
}

}  // namespace

bool Aes::IsAvailable() {
  return Cipher(16) != nullptr && Cipher(24) != nullptr && Cipher(32) != nullptr;
}

Aes::Aes(const unsigned char* key, size_t key_bytes) : context_(EVP_CIPHER_CTX_new()) {
  const EVP_CIPHER* const cipher = Cipher(key_bytes);
  Check(context_ != nullptr && cipher != nullptr &&
        EVP_EncryptInit_ex2(context_, cipher, key, nullptr, nullptr) == 1 &&
        EVP_CIPHER_CTX_set_padding(context_, 0) == 1);
}

Aes::~Aes() { EVP_CIPHER_CTX_free(context_); }

void Aes::Encrypt(unsigned char* block) const {
  int written = 0;
  Check(EVP_EncryptUpdate(context_, block, &written, block, kAesBlockBytes) == 1 &&
        written == static_cast<int>(kAesBlockBytes));
}

}  // namespace sudare
