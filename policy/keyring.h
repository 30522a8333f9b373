// Keyring: the master keys that tokens are made with, in locked memory.
//
// Keys never leave this class except as subkeys inside a Tokenizer (token.h), a PersonHasher
// (person_hasher.h) or a DigestKey (digest_key.h). Nothing here prints, logs or puts key bytes into
// messages.
#ifndef SUDARE_POLICY_KEYRING_H_
#define SUDARE_POLICY_KEYRING_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policy/digit_set.h"
#include "policy/token_scope.h"

namespace sudare {

class DigestKey;
class PersonHasher;
class Tokenizer;

// Thread-safety: immutable once loaded, share freely. (Rotation writes a new file; a running server
// loads it anew.)
class Keyring {
 public:
  struct KeyInfo {
    uint32_t id = 0;
    absl::Time created;
    bool primary = false;
  };

  // A new keyring with one random key, written sealed to `path`, mode 0600.
  // kAlreadyExists: the file exists.
  static absl::Status Create(const std::string& path, absl::string_view passphrase);

  // Adds a random key and makes it the primary one; older keys stay for reading. Atomic: old file
  // or new file. Returns the new key's id.
  static absl::StatusOr<uint32_t> Rotate(const std::string& path, absl::string_view passphrase);

  // kPermissionDenied: the file's mode lets others read it, or the passphrase is wrong. kDataLoss:
  // the file is damaged.
  static absl::StatusOr<std::shared_ptr<const Keyring>> Load(const std::string& path,
                                                             absl::string_view passphrase);

  // In memory only, for tests and for apps that hold their keys elsewhere. `key` has 32 bytes and
  // is copied.
  static absl::StatusOr<std::shared_ptr<const Keyring>> FromKey(uint32_t id, absl::string_view key);

  virtual ~Keyring() = default;

  virtual std::vector<KeyInfo> List() const = 0;

  // Makes and reads opaque tokens of one domain and scope. `prefix` is Tokenize.prefix of the
  // policy, may be empty.
  virtual std::shared_ptr<const Tokenizer> MakeTokenizer(const TokenScope& scope,
                                                         absl::string_view prefix) const = 0;

  // Makes and reads tokens of digits with one key: the primary one, or that with the id `key_id`
  // if it isn't 0.
  // Such tokens don't tell which key made them. Those from before a rotation are read with the key
  // that was the primary one when they were made; List() tells since when each is there. nullptr:
  // there is no such key, or OpenSSL on this machine has no AES.
  virtual std::shared_ptr<const Tokenizer> MakeDigitTokenizer(const TokenScope& scope,
                                                              DigitForm form,
                                                              uint32_t key_id) const = 0;
  std::shared_ptr<const Tokenizer> MakeDigitTokenizer(const TokenScope& scope,
                                                      DigitForm form) const {
    return MakeDigitTokenizer(scope, form, 0);
  }

  // Of the primary key.
  virtual std::shared_ptr<const DigestKey> MakeDigestKey() const = 0;

  // Counts people by numbers. With the oldest key, so that a rotation makes nobody new.
  virtual std::shared_ptr<const PersonHasher> MakePersonHasher() const = 0;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_KEYRING_H_
