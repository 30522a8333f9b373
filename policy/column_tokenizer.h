// The tokenizer that a policy's `tokenize` means for an account and a column.
#ifndef SUDARE_POLICY_COLUMN_TOKENIZER_H_
#define SUDARE_POLICY_COLUMN_TOKENIZER_H_

#include <memory>

#include "policy/evaluator.h"
#include "policy/keyring.h"
#include "policy/policy.h"
#include "policy/token.h"
#include "policy/value.h"

namespace sudare {

// `type` is the column's own. nullptr: its tokens can't be made on this machine (keyring.h); the
// column must stay hidden; or they are those of a maintenance window, and there is none. `key_id`:
// the key that tokens of digits are read with, which don't say it; 0 is the primary one.
std::shared_ptr<const Tokenizer> MakeColumnTokenizer(const Keyring& keyring, const Account& account,
                                                     const sudare::v1::Tokenize& tokenize,
                                                     ColumnType type,
                                                     const WorkWindow* window = nullptr,
                                                     uint32_t key_id = 0);

}  // namespace sudare

#endif  // SUDARE_POLICY_COLUMN_TOKENIZER_H_
