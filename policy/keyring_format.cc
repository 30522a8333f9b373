#include "policy/keyring_format.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "policy/base/status_macros.h"
#include "policy/siv_tokenizer.h"

namespace sudare {
namespace {

constexpr absl::string_view kMagic = "SUDAREKR";
constexpr char kVersion = 1;
constexpr size_t kSaltBytes = crypto_pwhash_argon2id_SALTBYTES;
constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr size_t kSaltAt = 8 + 1 + 4 + 4;
constexpr size_t kNonceAt = kSaltAt + kSaltBytes;
constexpr size_t kSealedAt = kNonceAt + kNonceBytes;
constexpr size_t kChecksumBytes = 16;
constexpr size_t kEntryBytes = 4 + 8 + kMasterKeyBytes;

// RFC 9106, section 4, second recommended option (libsodium fixes the parallelism at 1).
constexpr uint32_t kPasses = 3;
constexpr uint32_t kMemoryKib = 64 * 1024;
// What a file may ask for: its header is read before anything proves that it is genuine.
constexpr uint32_t kMaxPasses = 16;
constexpr uint32_t kMaxMemoryKib = 1024 * 1024;

void PutNumber(uint64_t number, size_t bytes, unsigned char* to) {
  for (size_t i = 0; i < bytes; ++i) to[i] = static_cast<unsigned char>(number >> (8 * i));
}

uint64_t GetNumber(const unsigned char* from, size_t bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < bytes; ++i) number |= static_cast<uint64_t>(from[i]) << (8 * i);
  return number;
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* MutableBytes(std::string* text) {
  return reinterpret_cast<unsigned char*>(&(*text)[0]);
}

std::string Checksum(absl::string_view bytes) {
  std::string checksum(kChecksumBytes, '\0');
  crypto_generichash(MutableBytes(&checksum), kChecksumBytes, Bytes(bytes), bytes.size(), nullptr,
                     0);
  return checksum;
}

absl::StatusOr<SecretBytes> DeriveSealingKey(absl::string_view passphrase,
                                             absl::string_view header) {
  const uint64_t passes = GetNumber(Bytes(header) + 9, 4);
  const uint64_t memory_kib = GetNumber(Bytes(header) + 13, 4);
  if (passes < 1 || passes > kMaxPasses || memory_kib < 8 || memory_kib > kMaxMemoryKib) {
    return absl::DataLossError("the keyring asks for an Argon2id setting out of bounds");
  }
  SUDARE_ASSIGN_OR_RETURN(SecretBytes key,
                          SecretBytes::Allocate(crypto_aead_xchacha20poly1305_ietf_KEYBYTES));
  if (crypto_pwhash_argon2id(key.MutableBytes(), key.size(), passphrase.data(), passphrase.size(),
                             Bytes(header) + kSaltAt, passes, memory_kib * 1024,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return absl::ResourceExhaustedError(
        "no memory to derive the keyring's key from the passphrase: 64 MiB are needed");
  }
  return key;
}

std::string NewHeader() {
  std::string header(kMagic);
  header.push_back(kVersion);
  header.resize(kSealedAt);
  PutNumber(kPasses, 4, MutableBytes(&header) + 9);
  PutNumber(kMemoryKib, 4, MutableBytes(&header) + 13);
  randombytes_buf(MutableBytes(&header) + kSaltAt, kSaltBytes + kNonceBytes);
  return header;
}

absl::StatusOr<SecretBytes> Encode(const KeyMaterial& material) {
  SUDARE_ASSIGN_OR_RETURN(SecretBytes plain,
                          SecretBytes::Allocate(8 + material.entries.size() * kEntryBytes));
  unsigned char* to = plain.MutableBytes();
  PutNumber(material.entries.size(), 4, to);
  PutNumber(material.primary, 4, to + 4);
  to += 8;
  const unsigned char* key = material.keys.ExposeBytes();
  for (const KeyMaterial::Entry& entry : material.entries) {
    PutNumber(entry.id, 4, to);
    PutNumber(static_cast<uint64_t>(absl::ToUnixSeconds(entry.created)), 8, to + 4);
    std::memcpy(to + 12, key, kMasterKeyBytes);
    to += kEntryBytes;
    key += kMasterKeyBytes;
  }
  return plain;
}

bool IsConsistent(const KeyMaterial& material) {
  bool has_primary = false;
  std::vector<uint32_t> ids;
  for (const KeyMaterial::Entry& entry : material.entries) {
    if (entry.id == 0 || entry.id > kMaxKeyId) return false;
    has_primary = has_primary || entry.id == material.primary;
    ids.push_back(entry.id);
  }
  std::sort(ids.begin(), ids.end());
  return has_primary && std::adjacent_find(ids.begin(), ids.end()) == ids.end();
}

absl::StatusOr<KeyMaterial> Decode(const SecretBytes& plain) {
  const absl::Status damaged = absl::DataLossError("the keyring's content makes no sense");
  if (plain.size() < 8) return damaged;
  const unsigned char* from = plain.ExposeBytes();
  const uint64_t count = GetNumber(from, 4);
  if (count < 1 || count > kMaxKeys || plain.size() != 8 + count * kEntryBytes) return damaged;
  KeyMaterial material;
  material.primary = static_cast<uint32_t>(GetNumber(from + 4, 4));
  SUDARE_ASSIGN_OR_RETURN(material.keys, SecretBytes::Allocate(count * kMasterKeyBytes));
  from += 8;
  for (uint64_t i = 0; i < count; ++i, from += kEntryBytes) {
    KeyMaterial::Entry entry;
    entry.id = static_cast<uint32_t>(GetNumber(from, 4));
    entry.created = absl::FromUnixSeconds(static_cast<int64_t>(GetNumber(from + 4, 8)));
    std::memcpy(material.keys.MutableBytes() + i * kMasterKeyBytes, from + 12, kMasterKeyBytes);
    material.entries.push_back(entry);
  }
  if (!IsConsistent(material)) return damaged;
  return material;
}

// Everything that can be told without the passphrase.
absl::Status CheckFrame(absl::string_view bytes) {
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError("this is no keyring: make one with `sudare keys create`");
  }
  if (bytes.size() > kMagic.size() && bytes[kMagic.size()] != kVersion) {
    return absl::UnimplementedError(
        "the keyring was written by a release that knows a newer format: use that release");
  }
  if (bytes.size() < kSealedAt + kTagBytes + kChecksumBytes ||
      Checksum(bytes.substr(0, bytes.size() - kChecksumBytes)) !=
          bytes.substr(bytes.size() - kChecksumBytes)) {
    return absl::DataLossError("the keyring is damaged or cut short: restore it from its copy");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> SealKeyring(const KeyMaterial& material, absl::string_view passphrase) {
  SUDARE_RETURN_IF_ERROR(InitSodium());
  std::string file = NewHeader();
  SUDARE_ASSIGN_OR_RETURN(const SecretBytes key, DeriveSealingKey(passphrase, file));
  SUDARE_ASSIGN_OR_RETURN(const SecretBytes plain, Encode(material));
  file.resize(kSealedAt + plain.size() + kTagBytes);
  unsigned char* const bytes = MutableBytes(&file);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + kSealedAt, nullptr, plain.ExposeBytes(),
                                             plain.size(), bytes, kSealedAt, nullptr,
                                             bytes + kNonceAt, key.ExposeBytes());
  return file + Checksum(file);
}

absl::StatusOr<KeyMaterial> OpenKeyring(absl::string_view bytes, absl::string_view passphrase) {
  SUDARE_RETURN_IF_ERROR(InitSodium());
  SUDARE_RETURN_IF_ERROR(CheckFrame(bytes));
  const absl::string_view sealed =
      bytes.substr(kSealedAt, bytes.size() - kSealedAt - kChecksumBytes);
  SUDARE_ASSIGN_OR_RETURN(const SecretBytes key, DeriveSealingKey(passphrase, bytes));
  SUDARE_ASSIGN_OR_RETURN(SecretBytes plain, SecretBytes::Allocate(sealed.size() - kTagBytes));
  unsigned char none = 0;  // the address of an empty message
  unsigned char* const to = plain.size() == 0 ? &none : plain.MutableBytes();
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(to, nullptr, nullptr, Bytes(sealed), sealed.size(),
                                                 Bytes(bytes), kSealedAt, Bytes(bytes) + kNonceAt,
                                                 key.ExposeBytes()) != 0) {
    return absl::PermissionDeniedError("the keyring's passphrase is wrong");
  }
  return Decode(plain);
}

}  // namespace sudare
