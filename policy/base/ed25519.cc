#include "policy/base/ed25519.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <sodium.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "policy/base/status_macros.h"

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
  SUDARE_RETURN_IF_ERROR(InitSodium());
  std::shared_ptr<EVP_PKEY> key = ReadKey(pem, PEM_read_bio_PrivateKey);
  SUDARE_ASSIGN_OR_RETURN(SecretBytes seed, SecretBytes::Allocate(crypto_sign_SEEDBYTES));
  size_t size = seed.size();
  if (key == nullptr ||
      EVP_PKEY_get_raw_private_key(key.get(), seed.MutableBytes(), &size) != 1 ||
      size != seed.size()) {
    return absl::InvalidArgumentError(
        "no unencrypted Ed25519 private key in PEM: make one by `openssl genpkey -algorithm "
        "ed25519`");
  }
  SUDARE_ASSIGN_OR_RETURN(SecretBytes secret, SecretBytes::Allocate(crypto_sign_SECRETKEYBYTES));
  unsigned char public_bytes[crypto_sign_PUBLICKEYBYTES];
  crypto_sign_seed_keypair(public_bytes, secret.MutableBytes(), seed.ExposeBytes());
  SUDARE_RETURN_IF_ERROR(secret.MakeReadOnly());
  // Made anew, since OpenSSL's own object holds the private key too.
  std::shared_ptr<EVP_PKEY> public_key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_bytes, sizeof public_bytes),
      EVP_PKEY_free);
  if (public_key == nullptr) {
    return absl::InternalError("OpenSSL has no Ed25519 on this machine");
  }
  return Ed25519PrivateKey(std::make_shared<const SecretBytes>(std::move(secret)),
                           Ed25519PublicKey(std::move(public_key)));
}

absl::StatusOr<std::string> Ed25519PrivateKey::Sign(absl::string_view message) const {
  std::string signature(kSignatureBytes, '\0');
  if (crypto_sign_detached(reinterpret_cast<unsigned char*>(&signature[0]), nullptr, Data(message),
                           message.size(), key_->ExposeBytes()) != 0) {
    return absl::InternalError("libsodium can't sign on this machine");
  }
  return signature;
}

}  // namespace sudare
