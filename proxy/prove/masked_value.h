// A value as an account sees it, made with the library's C++ masks and tokens.
#ifndef SUDARE_PROXY_PROVE_MASKED_VALUE_H_
#define SUDARE_PROXY_PROVE_MASKED_VALUE_H_

#include "policy/value.h"
#include "proxy/catalog/visible_schema.h"

namespace sudare::prove {

Value MaskedValue(const VisibleColumn& column, const Value& value);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_MASKED_VALUE_H_
