#include "policy/keyring.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/quoted.h"
#include "policy/base/secret_bytes.h"
#include "policy/base/status_macros.h"
#include "policy/digest_key.h"
#include "policy/digit_tokenizer.h"
#include "policy/keyring_file.h"
#include "policy/keyring_format.h"
#include "policy/person_hasher.h"
#include "policy/siv_tokenizer.h"

namespace sudare {
namespace {

class LockedKeyring final : public Keyring {
 public:
  explicit LockedKeyring(KeyMaterial material) : material_(std::move(material)) {}

  std::vector<KeyInfo> List() const override {
    std::vector<KeyInfo> infos;
    for (const KeyMaterial::Entry& entry : material_.entries) {
      infos.push_back({entry.id, entry.created, entry.id == material_.primary});
    }
    return infos;
  }

  std::shared_ptr<const Tokenizer> MakeTokenizer(const TokenScope& scope,
                                                 absl::string_view prefix) const override {
    return MakeSivTokenizer(Keys(), material_.primary, scope, prefix);
  }

  std::shared_ptr<const Tokenizer> MakeDigitTokenizer(const TokenScope& scope, DigitForm form,
                                                      uint32_t key_id) const override {
    const uint32_t wanted = key_id == 0 ? material_.primary : key_id;
    for (const MasterKey& key : Keys()) {
      if (key.id != wanted) continue;
      return sudare::MakeDigitTokenizer(key, scope, form, MakeTokenizer(scope, ""));
    }
    return nullptr;
  }

  std::shared_ptr<const DigestKey> MakeDigestKey() const override {
    for (const MasterKey& key : Keys()) {
      if (key.id == material_.primary) return std::make_shared<const DigestKey>(key);
    }
    return nullptr;
  }

  std::shared_ptr<const PersonHasher> MakePersonHasher() const override {
    return std::make_shared<const PersonHasher>(Keys().front());
  }

 private:
  std::vector<MasterKey> Keys() const {
    std::vector<MasterKey> keys;
    for (size_t i = 0; i < material_.entries.size(); ++i) {
      keys.push_back({material_.entries[i].id, material_.keys.ExposeBytes() + i * kMasterKeyBytes});
    }
    return keys;
  }

  const KeyMaterial material_;
};

absl::Status CheckPassphrase(absl::string_view passphrase) {
  if (!passphrase.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError("the keyring's passphrase is empty: give one");
}

// `material` with a random key more, which becomes the primary one.
absl::StatusOr<KeyMaterial> WithNewKey(const KeyMaterial& material) {
  uint32_t id = 1;
  for (const KeyMaterial::Entry& entry : material.entries) id = std::max(id, entry.id + 1);
  if (id > kMaxKeyId || material.entries.size() >= kMaxKeys) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the keyring is full: it holds at most ", kMaxKeys, " keys"));
  }
  KeyMaterial result;
  result.entries = material.entries;
  result.entries.push_back({id, absl::Now()});
  result.primary = id;
  SUDARE_ASSIGN_OR_RETURN(const SecretBytes key, SecretBytes::Random(kMasterKeyBytes));
  SUDARE_ASSIGN_OR_RETURN(result.keys,
                          SecretBytes::Allocate(material.keys.size() + kMasterKeyBytes));
  unsigned char* const to = result.keys.MutableBytes();
  if (material.keys.size() > 0) {
    std::memcpy(to, material.keys.ExposeBytes(), material.keys.size());
  }
  std::memcpy(to + material.keys.size(), key.ExposeBytes(), kMasterKeyBytes);
  return result;
}

absl::StatusOr<KeyMaterial> ReadMaterial(const std::string& path, absl::string_view passphrase) {
  SUDARE_RETURN_IF_ERROR(CheckPassphrase(passphrase));
  SUDARE_ASSIGN_OR_RETURN(const std::string bytes, ReadPrivateFile(path, kMaxKeyringFileBytes));
  absl::StatusOr<KeyMaterial> material = OpenKeyring(bytes, passphrase);
  if (!material.ok()) {
    return absl::Status(material.status().code(),
                        absl::StrCat("keyring ", Quoted(path), ": ", material.status().message()));
  }
  return material;
}

}  // namespace

absl::Status Keyring::Create(const std::string& path, absl::string_view passphrase) {
  SUDARE_RETURN_IF_ERROR(CheckPassphrase(passphrase));
  SUDARE_ASSIGN_OR_RETURN(const KeyMaterial material, WithNewKey(KeyMaterial()));
  SUDARE_ASSIGN_OR_RETURN(const std::string bytes, SealKeyring(material, passphrase));
  return WritePrivateFile(path, bytes, /*replace=*/false);
}

absl::StatusOr<uint32_t> Keyring::Rotate(const std::string& path, absl::string_view passphrase) {
  // Two rotations at once must not lose each other's key.
  SUDARE_ASSIGN_OR_RETURN(const FolderLock lock, FolderLock::Take(path));
  SUDARE_ASSIGN_OR_RETURN(const KeyMaterial old, ReadMaterial(path, passphrase));
  SUDARE_ASSIGN_OR_RETURN(const KeyMaterial material, WithNewKey(old));
  SUDARE_ASSIGN_OR_RETURN(const std::string bytes, SealKeyring(material, passphrase));
  SUDARE_RETURN_IF_ERROR(WritePrivateFile(path, bytes, /*replace=*/true));
  return material.primary;
}

absl::StatusOr<std::shared_ptr<const Keyring>> LoadKeyringAsOf(const std::string& path,
                                                               absl::string_view passphrase,
                                                               uint32_t primary);

absl::StatusOr<std::shared_ptr<const Keyring>> Keyring::Load(const std::string& path,
                                                             absl::string_view passphrase) {
  return LoadKeyringAsOf(path, passphrase, 0);
}

// Declared in keyring_as_of.h.
absl::StatusOr<std::shared_ptr<const Keyring>> LoadKeyringAsOf(const std::string& path,
                                                               absl::string_view passphrase,
                                                               uint32_t primary) {
  SUDARE_ASSIGN_OR_RETURN(KeyMaterial material, ReadMaterial(path, passphrase));
  if (primary != 0) {
    const auto has_id = [primary](const KeyMaterial::Entry& entry) { return entry.id == primary; };
    if (std::none_of(material.entries.begin(), material.entries.end(), has_id)) {
      return absl::NotFoundError(absl::StrCat("the keyring holds no key ", primary));
    }
    material.primary = primary;
  }
  SUDARE_RETURN_IF_ERROR(material.keys.MakeReadOnly());
  return std::make_shared<const LockedKeyring>(std::move(material));
}

absl::StatusOr<std::shared_ptr<const Keyring>> Keyring::FromKey(uint32_t id,
                                                                absl::string_view key) {
  if (key.size() != kMasterKeyBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("a master key has ", kMasterKeyBytes, " bytes, not ", key.size()));
  }
  if (id == 0 || id > kMaxKeyId) {
    return absl::InvalidArgumentError(
        absl::StrCat("key id ", id, " is out of bounds: use 1 to ", kMaxKeyId));
  }
  KeyMaterial material;
  material.entries.push_back({id, absl::Now()});
  material.primary = id;
  SUDARE_ASSIGN_OR_RETURN(material.keys, SecretBytes::CopyOf(key));
  SUDARE_RETURN_IF_ERROR(material.keys.MakeReadOnly());
  return std::make_shared<const LockedKeyring>(std::move(material));
}

}  // namespace sudare
