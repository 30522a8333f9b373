// Made-up Japanese names, places and addresses, hard characters included.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_NAMES_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_NAMES_H_

#include <string>

#include "examples/payroll/generator/random.h"

namespace sudare::example {

struct Name {
  std::string family;
  std::string given;
  std::string family_kana;
  std::string given_kana;

  // With the full-width space that such systems put between.
  std::string Full() const { return family + "　" + given; }
  std::string FullKana() const { return family_kana + "　" + given_kana; }
};

struct Municipality {
  const char* code;
  const char* prefecture;
  const char* name;
  const char* postal_prefix;
};

enum class Sex { kMale, kFemale };

// Some family names hold variants (髙 﨑 邊 邉 齋 濵 德), a character outside the basic plane (𠮷)
// or a variation selector (辻󠄀); they are common enough to occur in every data set.
Name MakeName(Random& random, Sex sex);
// Another person of the family.
Name MakeRelative(Random& random, Sex sex, const Name& head);

const Municipality& PickMunicipality(Random& random);

// "千葉県簾市中央三丁目4番5号", with a building at times, digits in one of three spellings.
std::string MakeAddress(Random& random, const Municipality& municipality);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_NAMES_H_
