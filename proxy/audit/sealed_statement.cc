#include "proxy/audit/sealed_statement.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sodium.h>

#include <utility>

#include "policy/base/status_macros.h"

namespace sudare::audit {
namespace {

using Reader = EVP_PKEY* (*)(BIO*, EVP_PKEY**, pem_password_cb*, void*);
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

// Without this OpenSSL would ask for the passphrase of a sealed key on the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

// Null: there is no such key in it.
Key ReadKey(absl::string_view pem, Reader read) {
  BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  if (bio == nullptr) return {nullptr, EVP_PKEY_free};
  Key key(read(bio, nullptr, NoPassphrase, nullptr), EVP_PKEY_free);
  BIO_free(bio);
  if (key != nullptr && EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_X25519) key.reset();
  return key;
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* MutableBytes(std::string* text) {
  return reinterpret_cast<unsigned char*>(text->data());
}

}  // namespace

absl::StatusOr<StatementSealer> StatementSealer::FromPem(absl::string_view pem) {
  SUDARE_RETURN_IF_ERROR(InitSodium());
  const Key key = ReadKey(pem, PEM_read_bio_PUBKEY);
  std::string bytes(crypto_box_PUBLICKEYBYTES, '\0');
  size_t size = bytes.size();
  if (key == nullptr || EVP_PKEY_get_raw_public_key(key.get(), MutableBytes(&bytes), &size) != 1 ||
      size != bytes.size()) {
    return absl::InvalidArgumentError(
        "no X25519 public key in PEM: write it by `openssl pkey -in replay.key -pubout`");
  }
  return StatementSealer(std::move(bytes));
}

std::optional<std::string> StatementSealer::Seal(
    const sudare::v1::StatementAsSent& statement) const {
  if (statement.ByteSizeLong() > kMostSealedBytes) return std::nullopt;
  std::string plain = statement.SerializeAsString();
  std::string sealed(plain.size() + crypto_box_SEALBYTES, '\0');
  const int result =
      crypto_box_seal(MutableBytes(&sealed), Bytes(plain), plain.size(), Bytes(key_));
  sodium_memzero(plain.data(), plain.size());
  if (result != 0) return std::nullopt;
  return sealed;
}

absl::StatusOr<ReplayKey> ReplayKey::FromPem(absl::string_view pem) {
  SUDARE_RETURN_IF_ERROR(InitSodium());
  const Key key = ReadKey(pem, PEM_read_bio_PrivateKey);
  SUDARE_ASSIGN_OR_RETURN(SecretBytes secret, SecretBytes::Allocate(crypto_box_SECRETKEYBYTES));
  size_t size = secret.size();
  if (key == nullptr ||
      EVP_PKEY_get_raw_private_key(key.get(), secret.MutableBytes(), &size) != 1 ||
      size != secret.size()) {
    return absl::InvalidArgumentError(
        "no unencrypted X25519 private key in PEM: make one by `openssl genpkey -algorithm "
        "x25519`");
  }
  std::string public_key(crypto_box_PUBLICKEYBYTES, '\0');
  crypto_scalarmult_base(MutableBytes(&public_key), secret.ExposeBytes());
  SUDARE_RETURN_IF_ERROR(secret.MakeReadOnly());
  return ReplayKey(std::make_shared<const SecretBytes>(std::move(secret)), std::move(public_key));
}

absl::StatusOr<sudare::v1::StatementAsSent> ReplayKey::Open(absl::string_view sealed) const {
  if (sealed.size() < crypto_box_SEALBYTES) {
    return absl::DataLossError("the sealed statement is too short to be one");
  }
  std::string plain(sealed.size() - crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal_open(MutableBytes(&plain), Bytes(sealed), sealed.size(), Bytes(public_key_),
                           secret_->ExposeBytes()) != 0) {
    return absl::PermissionDeniedError("the statement was sealed to another replay key");
  }
  sudare::v1::StatementAsSent statement;
  const bool is_read = statement.ParseFromString(plain);
  sodium_memzero(plain.data(), plain.size());
  if (!is_read) return absl::DataLossError("what was sealed is no statement");
  return statement;
}

}  // namespace sudare::audit
