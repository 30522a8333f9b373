#include "policy/column_tokenizer.h"

namespace sudare {
namespace {

DigitForm FormOf(const sudare::v1::Tokenize::Digits& digits, ColumnType type) {
  if (IsInteger(type)) return DigitForm::kInteger;
  return digits.invalid_check_digit() ? DigitForm::kTextNoIndividualNumber : DigitForm::kText;
}

}  // namespace

std::shared_ptr<const Tokenizer> MakeColumnTokenizer(const Keyring& keyring, const Account& account,
                                                     const sudare::v1::Tokenize& tokenize,
                                                     ColumnType type, const WorkWindow* window,
                                                     uint32_t key_id) {
  const TokenScope scope = {tokenize.domain(), ScopeOf(account, tokenize, window)};
  if (scope.scope.empty()) return nullptr;
  if (!tokenize.has_digits()) return keyring.MakeTokenizer(scope, tokenize.prefix());
  return keyring.MakeDigitTokenizer(scope, FormOf(tokenize.digits(), type), key_id);
}

}  // namespace sudare
