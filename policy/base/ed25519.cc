#include "policy/base/ed25519.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include <utility>

#include "absl/strings/escaping.h"

namespace sudare {
namespace {

constexpr size_t kSignatureBytes = 64;

const unsigned char* Data(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

using Reader = EVP_PKEY* (*)(BIO*, EVP_PKEY**, pem_password_cb*, void*);

// Without this OpenSSL would ask for the passphrase of a sealed key on the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

std::shared_ptr<EVP_PKEY> ReadKey(absl::string_view pem, Reader read) {
  BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  if (bio == nullptr) return nullptr;
  std::shared_ptr<EVP_PKEY> key(read(bio, nullptr, NoPassphrase, nullptr), EVP_PKEY_free);
  BIO_free(bio);
  if (key == nullptr || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) return nullptr;
  return key;
}

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

}  // namespace

std::string Sha256Hex(absl::string_view bytes) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(Data(bytes), bytes.size(), hash);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash), sizeof(hash)));
}

Ed25519PublicKey::Ed25519PublicKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &der);
  if (size > 0) {
    id_ =
        Sha256Hex(absl::string_view(reinterpret_cast<const char*>(der), static_cast<size_t>(size)))
            .substr(0, 16);
  }
  OPENSSL_free(der);
}

absl::StatusOr<Ed25519PublicKey> Ed25519PublicKey::FromPem(absl::string_view pem) {
  std::shared_ptr<EVP_PKEY> key = ReadKey(pem, PEM_read_bio_PUBKEY);
  if (key == nullptr) {
    return absl::InvalidArgumentError(
        "no Ed25519 public key in PEM: write it by `openssl pkey -in signer.key -pubout`");
  }
  return Ed25519PublicKey(std::move(key));
}

bool Ed25519PublicKey::Verifies(absl::string_view message, absl::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), Data(signature), signature.size(), Data(message),
                          message.size()) == 1;
}

absl::StatusOr<Ed25519PrivateKey> Ed25519PrivateKey::FromPem(absl::string_view pem) {
  std::shared_ptr<EVP_PKEY> key = ReadKey(pem, PEM_read_bio_PrivateKey);
  if (key == nullptr) {
    return absl::InvalidArgumentError(
        "no unencrypted Ed25519 private key in PEM: make one by `openssl genpkey -algorithm "
        "ed25519`");
  }
  return Ed25519PrivateKey(std::move(key));
}

absl::StatusOr<std::string> Ed25519PrivateKey::Sign(absl::string_view message) const {
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(&signature[0]), &size,
                     Data(message), message.size()) != 1 ||
      size != kSignatureBytes) {
    return absl::InternalError("OpenSSL can't sign with Ed25519 on this machine");
  }
  return signature;
}

}  // namespace sudare
