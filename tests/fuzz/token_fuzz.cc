// Tokens: what was made reads back, what was altered doesn't, and nothing that a client may send as
// a token does harm.

#include <memory>
#include <string>
#include <vector>

#include "policy/keyring.h"
#include "policy/token.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

namespace sudare::fuzz {
namespace {

struct Kind {
  std::shared_ptr<const Tokenizer> tokenizer;
  // The same domain in another scope, or another domain.
  std::shared_ptr<const Tokenizer> foreign;
};

const std::vector<Kind>& Kinds() {
  static const auto* kinds = [] {
    const auto keyring = *Keyring::FromKey(1, "0123456789abcdef0123456789abcdef");
    const TokenScope name{"name", "role:vendor"};
    const TokenScope other_scope{"name", "role:other"};
    const TokenScope other_domain{"account", "role:vendor"};
    return new std::vector<Kind>{
        {keyring->MakeTokenizer(name, "nam"), keyring->MakeTokenizer(other_scope, "nam")},
        {keyring->MakeTokenizer(name, ""), keyring->MakeTokenizer(other_domain, "")},
        {keyring->MakeDigitTokenizer(name, DigitForm::kText), nullptr},
        {keyring->MakeDigitTokenizer(name, DigitForm::kTextNoIndividualNumber), nullptr},
        {keyring->MakeDigitTokenizer(name, DigitForm::kInteger), nullptr},
    };
  }();
  return *kinds;
}

// Any text a client sends where a token is expected.
void ReadAny(const Kind& kind, absl::string_view text) {
  const Value value = kind.tokenizer->Detokenize(text);
  if (!value.has_value()) return;
  Expect(kind.tokenizer->Tokenize(*value) == text, "a value has one token alone", text);
}

void ReadBack(const Kind& kind, absl::string_view value) {
  const std::string token = kind.tokenizer->Tokenize(value);
  std::string appended = "x";
  kind.tokenizer->AppendToken(value, &appended);
  Expect(appended == "x" + token, "both ways to make a token agree");
  Expect(kind.tokenizer->Detokenize(token) == Value(std::string(value)), "a token reads back",
         token);
  if (kind.foreign == nullptr) return;
  Expect(!kind.foreign->Detokenize(token).has_value(), "a token reads back in its own scope only");
}

// A token with bytes changed, cut or added.
void ReadAltered(const Kind& kind, absl::string_view value, Input* edits) {
  const std::string token = kind.tokenizer->Tokenize(value);
  std::string altered = token;
  while (!edits->IsEmpty() && !altered.empty()) {
    const size_t at = edits->Number16() % altered.size();
    const uint8_t how = edits->Byte();
    if (how < 128) {
      altered[at] = static_cast<char>(altered[at] ^ (how + 1));
    } else if (how < 160) {
      altered.resize(at);
    } else if (how < 192) {
      altered.erase(at, 1);
    } else {
      altered.insert(at, 1, static_cast<char>(how));
    }
  }
  ReadAny(kind, altered);
  if (altered != token && kind.tokenizer->IsAuthenticated(altered)) {
    Expect(!kind.tokenizer->Detokenize(altered).has_value(), "an altered token is no token",
           altered);
  }
}

}  // namespace
}  // namespace sudare::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sudare::fuzz;
  const ExpectFast fast;
  Input input(data, size);
  // '0' to '4' name the kind, so that inputs stay readable.
  const Kind& kind = Kinds()[input.Byte() % 48 % Kinds().size()];
  const uint8_t mode = input.Byte();
  if (mode == 'm') {
    ReadBack(kind, input.Rest());
  } else if (mode == 'a') {
    const absl::string_view value = input.Bytes(input.Byte());
    ReadAltered(kind, value, &input);
  } else {
    ReadAny(kind, input.Rest());
  }
  return 0;
}
