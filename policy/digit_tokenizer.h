// Tokens of digits: a number's token is a number of the same length, by FF1 with AES-256 (ff1.h),
// under a subkey of its own for each domain and scope. What is not a number of at least six digits
// (digit_set.h says exactly) gets the opaque token of the same domain and scope, which never
// consists of digits only.
//
// Digit tokens are not authenticated and carry no key id: each run of digits reads back as
// something. One key makes and reads them.
#ifndef SUDARE_POLICY_DIGIT_TOKENIZER_H_
#define SUDARE_POLICY_DIGIT_TOKENIZER_H_

#include <memory>

#include "policy/digit_set.h"
#include "policy/token.h"
#include "policy/token_scope.h"
#include "policy/token_subkey.h"

namespace sudare {

// `opaque` is the tokenizer of the same domain and scope without prefix. Nothing of `key` is
// borrowed. nullptr: OpenSSL as it is set up on this machine has no AES. REQUIRES: InitSodium() was
// called.
std::shared_ptr<const Tokenizer> MakeDigitTokenizer(const MasterKey& key, const TokenScope& scope,
                                                    DigitForm form,
                                                    std::shared_ptr<const Tokenizer> opaque);

}  // namespace sudare

#endif  // SUDARE_POLICY_DIGIT_TOKENIZER_H_
