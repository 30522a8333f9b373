// Made-up texts of the kinds that a personnel database keeps. Nobody in them exists.
#ifndef SUDARE_PROXY_PROVE_SAMPLE_TEXTS_H_
#define SUDARE_PROXY_PROVE_SAMPLE_TEXTS_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "proxy/prove/random.h"

namespace sudare::prove {

std::string Digits(size_t count, Random& random);
std::string PersonName(Random& random);

// By the words in `hint`, lower case: name, kana, phone, mail, address, postal, remark, code, …
std::string TextFor(absl::string_view hint, Random& random);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_SAMPLE_TEXTS_H_
