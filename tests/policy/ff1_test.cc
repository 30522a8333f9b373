#include "policy/ff1.h"

#include <openssl/sha.h>

#include <random>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

constexpr char kKey128[] = "2B7E151628AED2A6ABF7158809CF4F3C";
constexpr char kKey192[] = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F";
constexpr char kKey256[] = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94";

struct Vector {
  const char* key;
  uint32_t radix;
  std::string tweak;
  std::string plain;
  std::string cipher;
};

// 0 to 9, then a to z, as values.
std::string Numerals(const std::string& text) {
  std::string numerals;
  for (const char c : text)
    numerals.push_back(static_cast<char>(c <= '9' ? c - '0' : c - 'a' + 10));
  return numerals;
}

std::string Text(const std::string& numerals) {
  std::string text;
  for (const char n : numerals) text.push_back(static_cast<char>(n < 10 ? n + '0' : n - 10 + 'a'));
  return text;
}

unsigned char* Data(std::string* numerals) {
  return reinterpret_cast<unsigned char*>(&(*numerals)[0]);
}

std::string Apply(const std::string& hex_key, uint32_t radix, const std::string& tweak,
                  std::string numerals, bool encrypt) {
  const std::string key = absl::HexStringToBytes(hex_key);
  const Aes aes(reinterpret_cast<const unsigned char*>(key.data()), key.size());
  Ff1 ff1(aes, radix, numerals.size(), tweak);
  if (encrypt) {
    ff1.Encrypt(Data(&numerals));
  } else {
    ff1.Decrypt(Data(&numerals));
  }
  return numerals;
}

void ExpectVector(const Vector& vector) {
  EXPECT_EQ(Text(Apply(vector.key, vector.radix, vector.tweak, Numerals(vector.plain), true)),
            vector.cipher);
  EXPECT_EQ(Text(Apply(vector.key, vector.radix, vector.tweak, Numerals(vector.cipher), false)),
            vector.plain);
}

// The digit strings that the vectors below were computed for.
std::string Stepping(size_t size, uint32_t radix, size_t step, size_t start) {
  std::string numerals;
  for (size_t i = 0; i < size; ++i) {
    numerals.push_back(static_cast<char>((i * step + start) % radix));
  }
  return numerals;
}

// All nine samples that NIST publishes for FF1 (csrc.nist.gov, Cryptographic Standards and
// Guidelines, example values: FF1samples.pdf).
TEST(Ff1Test, GivesTheOfficialSamples) {
  const std::string ten = absl::HexStringToBytes("39383736353433323130");
  const std::string eleven = absl::HexStringToBytes("3737373770717273373737");
  const Vector vectors[] = {
      {kKey128, 10, "", "0123456789", "2433477484"},
      {kKey128, 10, ten, "0123456789", "6124200773"},
      {kKey128, 36, eleven, "0123456789abcdefghi", "a9tv40mll9kdu509eum"},
      {kKey192, 10, "", "0123456789", "2830668132"},
      {kKey192, 10, ten, "0123456789", "2496655549"},
      {kKey192, 36, eleven, "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"},
      {kKey256, 10, "", "0123456789", "6657667009"},
      {kKey256, 10, ten, "0123456789", "1001623463"},
      {kKey256, 36, eleven, "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"},
  };
  for (const Vector& vector : vectors) ExpectVector(vector);
}

// Computed by a separate program from the text of the standard: the least length, and both sides of
// the one from which halves need more than a machine word.
TEST(Ff1Test, GivesTheSameAsAnotherProgramAtOtherLengths) {
  const Vector vectors[] = {
      {kKey256, 10, "text", "307418", "253741"},
      {kKey256, 10, "text", "3074185", "3060505"},
      {kKey256, 10, "text", "30741852963074185296307418529630741852",
       "60495775167899823036133618904553846593"},
      {kKey256, 10, "text", "307418529630741852963074185296307418529",
       "813998680228996707788558542793445434691"},
      {kKey256, 10, "text", "3074185296307418529630741852963074185296",
       "4492183052853640879980520728350781861058"},
      {kKey256, 10, "text",
       "3074185296307418529630741852963074185296307418529630741852963074185296307418529630741852963"
       "074185296",
       "6571777291165625404875049186828235323357739735383854882720063248320599999459994182759790331"
       "088041803"},
      {kKey256, 36, std::string("\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23", 20),
       "5gr2dozalw7it4fq1cny9kv6hs3ep0bmx8ju5gr2dozalw7it4",
       "52mvf9n53fcs3lh2ulo0npe8wuzascl28u5hexc52pylu0gdgx"},
  };
  for (const Vector& vector : vectors) ExpectVector(vector);
}

TEST(Ff1Test, GivesTheSameAsAnotherProgramForLongStringsAndOtherRadices) {
  const auto sha256 = [](const std::string& text) {
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash);
    return absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(hash), sizeof(hash)));
  };
  EXPECT_EQ(sha256(Text(Apply(kKey256, 10, "text", Stepping(1000, 10, 7, 3), true))),
            "0c99a213afadc254601f630948f2e596720c3ab410672678efec83806098b17f");
  EXPECT_EQ(sha256(Text(Apply(kKey256, 10, "text", Stepping(8192, 10, 7, 3), true))),
            "c85fb4c623a4f3ff4b03c59a22d55625acda1e33592e5ee29ffb39cd236e47fa");
  EXPECT_EQ(absl::BytesToHexString(Apply(kKey256, 256, "", Stepping(16, 256, 37, 11), true)),
            "7e7bae344d5bdca7917980d98a1bd98a");
  EXPECT_EQ(absl::BytesToHexString(Apply(kKey256, 256, "", Stepping(17, 256, 37, 11), true)),
            "961075c658718289c5ca1f1095d294188d");
  EXPECT_EQ(absl::BytesToHexString(Apply(kKey256, 2, "", Stepping(40, 2, 37, 11), true)),
            "01010000000000010000010001000101010100010100010100010000010100000101000100010101");
}

TEST(Ff1Test, DecryptsWhatItEncryptsForEveryLengthAndRadix) {
  std::mt19937 random(5);
  for (const uint32_t radix : {2u, 3u, 10u, 16u, 36u, 255u, 256u}) {
    for (size_t length = 2; length < 150; length += length < 70 ? 1 : 13) {
      std::string numerals;
      for (size_t i = 0; i < length; ++i) numerals.push_back(static_cast<char>(random() % radix));
      const std::string tweak(random() % 40, 't');
      const std::string cipher = Apply(kKey256, radix, tweak, numerals, true);
      for (const unsigned char n : cipher) ASSERT_LT(n, radix);
      ASSERT_EQ(Apply(kKey256, radix, tweak, cipher, false), numerals) << radix << " " << length;
    }
  }
}

TEST(Ff1Test, IsAPermutationOfASmallDomain) {
  const std::string key = absl::HexStringToBytes(kKey256);
  const Aes aes(reinterpret_cast<const unsigned char*>(key.data()), key.size());
  Ff1 ff1(aes, 10, 4, "");
  std::set<std::string> seen;
  for (int i = 0; i < 10000; ++i) {
    std::string numerals = {static_cast<char>(i / 1000), static_cast<char>(i / 100 % 10),
                            static_cast<char>(i / 10 % 10), static_cast<char>(i % 10)};
    ff1.Encrypt(Data(&numerals));
    seen.insert(numerals);
  }
  EXPECT_EQ(seen.size(), 10000u);
}

TEST(Ff1Test, KeyTweakAndLengthChangeEverything) {
  const std::string plain = Numerals("123456789012");
  const std::string usual = Apply(kKey256, 10, "text", plain, true);
  EXPECT_NE(Apply(kKey256, 10, "tex", plain, true), usual);
  EXPECT_NE(Apply(kKey256, 10, std::string("text\0", 5), plain, true), usual);
  EXPECT_NE(Apply(kKey128, 10, "text", plain, true), usual);
  EXPECT_NE(Apply(kKey256, 11, "text", plain, true), usual);
  EXPECT_NE(Apply(kKey256, 10, "text", plain + '\0', true).substr(0, 12), usual);
}

}  // namespace
}  // namespace sudare
