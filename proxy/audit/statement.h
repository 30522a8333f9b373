// Statement: one line of text, a head and `name=value` fields, that a key signs. What is signed are
// the bytes of the line as it stands; people and `openssl` can read and check it too.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_AUDIT_STATEMENT_H_
#define SUDARE_PROXY_AUDIT_STATEMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policy/base/ed25519.h"

namespace sudare::audit {

struct SignedStatement {
  std::string text;
  // 64 bytes.
  std::string signature;

  bool operator==(const SignedStatement& other) const {
    return text == other.text && signature == other.signature;
  }
};

// "<text> signature=<base64>", without a line break.
std::string ToLine(const SignedStatement& statement);
// Nothing if `line` isn't what ToLine makes.
std::optional<SignedStatement> FromLine(absl::string_view line);

enum class SignatureCheck { kGood, kUnknownKey, kForged };

// `key_id` is what the statement says of its signer.
SignatureCheck CheckSignature(const SignedStatement& statement, absl::string_view key_id,
                              const std::vector<Ed25519PublicKey>& keys);

// Bytes other than letters, digits and `-_./:@` as %XX: fit for a field.
std::string FieldText(absl::string_view text);
std::optional<std::string> FromFieldText(absl::string_view field);

// "2026-11-27T09:00:00.123Z".
std::string FieldTime(absl::Time time);

// Reads the fields of a statement in their order. Once something is amiss all that follows is
// nothing, and AtEnd() is false.
class FieldReader {
 public:
  FieldReader(absl::string_view text, absl::string_view head);

  absl::string_view Text(absl::string_view name);
  uint64_t Number(absl::string_view name);
  absl::Time Time(absl::string_view name);
  bool AtEnd() const { return good_ && rest_.empty(); }

 private:
  absl::string_view rest_;
  bool good_;
};

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_STATEMENT_H_
