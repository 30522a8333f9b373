#include "policy/base/base64url.h"

#include <random>
#include <string>

#include "gtest/gtest.h"

namespace sudare {
namespace {

std::string Encode(const std::string& bytes) {
  std::string text = ">";
  AppendBase64Url(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), &text);
  return text.substr(1);
}

// RFC 4648, section 10, without the padding.
TEST(Base64UrlTest, EncodesThePublishedVectors) {
  EXPECT_EQ(Encode(""), "");
  EXPECT_EQ(Encode("f"), "Zg");
  EXPECT_EQ(Encode("fo"), "Zm8");
  EXPECT_EQ(Encode("foo"), "Zm9v");
  EXPECT_EQ(Encode("foob"), "Zm9vYg");
  EXPECT_EQ(Encode("fooba"), "Zm9vYmE");
  EXPECT_EQ(Encode("foobar"), "Zm9vYmFy");
  EXPECT_EQ(Encode("\xfb\xff"), "-_8");
}

TEST(Base64UrlTest, ReadsWhatItWrote) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 70, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    std::string decoded;
    ASSERT_TRUE(DecodeBase64Url(Encode(bytes), &decoded));
    ASSERT_EQ(decoded, bytes);
  }
}

TEST(Base64UrlTest, ReadsNothingElse) {
  std::string decoded;
  for (const char* text :
       {"Z", "Zg==", "Zg=", "Zh", "Zm9", "Zm+v", "Zm/v", " Zg", "Zg\n", "Zm9vY", "é"}) {
    EXPECT_FALSE(DecodeBase64Url(text, &decoded)) << text;
  }
  EXPECT_FALSE(DecodeBase64Url(absl::string_view("Zm9\0", 4), &decoded));
}

}  // namespace
}  // namespace sudare
