// Small changes of a value that leave it a value of its type and of its look: a digit stays a
// digit, a letter a letter of its script.
#ifndef SUDARE_PROXY_PROVE_VALUE_CHANGE_H_
#define SUDARE_PROXY_PROVE_VALUE_CHANGE_H_

#include <string>

#include "policy/value.h"
#include "proxy/prove/random.h"

namespace sudare::prove {

// One step; the same text for types and values that know none.
std::string ChangedALittle(ColumnType type, const std::string& value, Random& random);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_VALUE_CHANGE_H_
