#include "tests/proxy/audit/signing_keys.h"

#include <sodium.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace sudare::testing {
namespace {

std::string Bytes(const unsigned char* bytes, size_t size) {
  return std::string(reinterpret_cast<const char*>(bytes), size);
}

// RFC 8410: keys of 32 bytes after a head that is always the same.
std::string Pem(const std::string& kind, const std::string& head, const std::string& key) {
  return absl::StrCat("-----BEGIN ", kind, " KEY-----\n",
                      absl::Base64Escape(absl::HexStringToBytes(head) + key), "\n-----END ", kind,
                      " KEY-----\n");
}

}  // namespace

std::string PrivateKeyPem(unsigned char number) {
  return Pem("PRIVATE", "302e020100300506032b657004220420",
             std::string(32, static_cast<char>(number)));
}

std::string PublicKeyPem(unsigned char number) {
  const std::string seed(32, static_cast<char>(number));
  unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
  unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
  crypto_sign_seed_keypair(public_key, secret_key,
                           reinterpret_cast<const unsigned char*>(seed.data()));
  return Pem("PUBLIC", "302a300506032b6570032100", Bytes(public_key, sizeof public_key));
}

std::shared_ptr<const Ed25519PrivateKey> SigningKey(unsigned char number) {
  auto key = Ed25519PrivateKey::FromPem(PrivateKeyPem(number));
  if (!key.ok()) {
    std::fprintf(stderr, "test support: %s\n", key.status().ToString().c_str());
    abort();
  }
  return std::make_shared<const Ed25519PrivateKey>(*std::move(key));
}

}  // namespace sudare::testing
