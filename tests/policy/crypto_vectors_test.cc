// The primitives under tokens and keyrings against their published test vectors: what is linked is
// what we think it is.
#include <sodium.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

std::string Bytes(const std::string& hex) { return absl::HexStringToBytes(hex); }

const unsigned char* Data(const std::string& bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string Hex(const unsigned char* bytes, size_t size) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes), size));
}

// first, first + 1, …
std::string Ascending(unsigned char first, size_t size) {
  std::string bytes;
  for (size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(first + i));
  return bytes;
}

class CryptoVectorsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_GE(sodium_init(), 0); }
};

struct Blake2bVector {
  std::string input;
  const char* hash;
};

// blake2b-kat.txt of the BLAKE2 reference implementation (github.com/BLAKE2/BLAKE2, testvectors).
TEST_F(CryptoVectorsTest, KeyedBlake2b) {
  const Blake2bVector vectors[] = {
      {"",
       "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786"
       "b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568"},
      {Ascending(0, 1),
       "961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4"
       "187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd"},
      {Ascending(0, 2),
       "da2cfbe2d8409a0f38026113884f84b50156371ae304c4430173d08a99d9fb1b"
       "983164a3770706d537f49e0c916d9f32b95cc37a95b99d857436f0232c88a965"},
  };
  const std::string key = Ascending(0, 64);
  for (const Blake2bVector& vector : vectors) {
    unsigned char hash[64];
    crypto_generichash(hash, sizeof(hash), Data(vector.input), vector.input.size(), Data(key),
                       key.size());
    EXPECT_EQ(Hex(hash, sizeof(hash)), vector.hash);
  }
}

// RFC 7693, appendix A.
TEST_F(CryptoVectorsTest, PlainBlake2b) {
  unsigned char hash[64];
  crypto_generichash(hash, sizeof(hash), Data("abc"), 3, nullptr, 0);
  EXPECT_EQ(Hex(hash, sizeof(hash)),
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
}

// draft-irtf-cfrg-xchacha-03, section 2.2.1.
TEST_F(CryptoVectorsTest, HChaCha20) {
  unsigned char key[32];
  crypto_core_hchacha20(key, Data(Bytes("000000090000004a0000000031415927")),
                        Data(Ascending(0, 32)), nullptr);
  EXPECT_EQ(Hex(key, sizeof(key)),
            "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc");
}

// The same draft, appendix A.3.2.1 (block counter 0).
TEST_F(CryptoVectorsTest, XChaCha20) {
  const std::string plain =
      "The dhole (pronounced \"dole\") is also known as the Asiatic wild dog, red dog, and "
      "whistling dog. It is about "
      "the size of a German shepherd but looks more like a long-legged fox. This highly elusive "
      "and skilled jumper is "
      "classified with wolves, coyotes, jackals, and foxes in the taxonomic family Canidae.";
  const std::string nonce = Bytes("404142434445464748494a4b4c4d4e4f5051525354555658");
  std::string cipher(plain.size(), '\0');
  crypto_stream_xchacha20_xor(reinterpret_cast<unsigned char*>(&cipher[0]), Data(plain),
                              plain.size(), Data(nonce), Data(Ascending(0x80, 32)));
  EXPECT_EQ(absl::BytesToHexString(cipher),
            "4559abba4e48c16102e8bb2c05e6947f50a786de162f9b0b7e592a9b53d0d4e98d8d6410d540a1a6375b26"
            "d80dace4fab52384"
            "c731acbf16a5923c0c48d3575d4d0d2c673b666faa731061277701093a6bf7a158a8864292a41c48e3a9b4"
            "c0daece0f8d98d0d"
            "7e05b37a307bbb66333164ec9e1b24ea0d6c3ffddcec4f68e7443056193a03c810e11344ca06d8ed8a2bfb"
            "1e8d48cfa6bc0eb4"
            "e2464b748142407c9f431aee769960e15ba8b96890466ef2457599852385c661f752ce20f9da0c09ab6b19"
            "df74e76a95967446"
            "f8d0fd415e7bee2a12a114c20eb5292ae7a349ae577820d5520a1f3fb62a17ce6a7e68fa7c79111d886092"
            "0bc048ef43fe8448"
            "6ccb87c25f0ae045f0cce1e7989a9aa220a28bdd4827e751a24a6d5c62d790a66393b93111c1a55dd7421a"
            "10184974c7c5");
}

// The same draft, appendix A.3.1.
TEST_F(CryptoVectorsTest, XChaCha20Poly1305) {
  const std::string plain =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
      "sunscreen would be "
      "it.";
  const std::string data = Bytes("50515253c0c1c2c3c4c5c6c7");
  const std::string nonce = Bytes("404142434445464748494a4b4c4d4e4f5051525354555657");
  std::string sealed(plain.size() + 16, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(&sealed[0]), nullptr,
                                             Data(plain), plain.size(), Data(data), data.size(),
                                             nullptr, Data(nonce), Data(Ascending(0x80, 32)));
  EXPECT_EQ(absl::BytesToHexString(sealed),
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a8"
            "2f4eda7e39ae64c6"
            "708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3"
            "fff921f9664c9763"
            "7da9768812f615c68b13b52e"
            "c0875924c1c7987947deafd8780acf49");
}

// src/test.c of the Argon2 reference implementation (github.com/P-H-C/phc-winner-argon2), version
// 0x13. Its salts are shorter than libsodium's call for raw keys takes, and RFC 9106's vector has a
// secret and four lanes; the call that verifies encoded hashes has no such limits and uses the same
// core.
TEST_F(CryptoVectorsTest, Argon2id) {
  const char* const encoded[] = {
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
      "$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg",
  };
  for (const char* hash : encoded) {
    EXPECT_EQ(crypto_pwhash_str_verify(hash, "password", 8), 0) << hash;
    EXPECT_NE(crypto_pwhash_str_verify(hash, "passwore", 8), 0) << hash;
  }
}

std::string Base64(const unsigned char* bytes, size_t size) {
  char text[128];
  return sodium_bin2base64(text, sizeof(text), bytes, size,
                           sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

// The raw call, which keyrings use, gives what the call with the published vectors verifies.
TEST_F(CryptoVectorsTest, RawArgon2idIsTheVerifiedOne) {
  const std::string salt = Ascending(1, crypto_pwhash_argon2id_SALTBYTES);
  unsigned char key[32];
  ASSERT_EQ(crypto_pwhash_argon2id(key, sizeof(key), "password", 8, Data(salt), 3, 1024 * 1024,
                                   crypto_pwhash_argon2id_ALG_ARGON2ID13),
            0);
  const std::string encoded =
      absl::StrCat("$argon2id$v=19$m=1024,t=3,p=1$", Base64(Data(salt), salt.size()), "$",
                   Base64(key, sizeof(key)));
  EXPECT_EQ(crypto_pwhash_str_verify(encoded.c_str(), "password", 8), 0);
}

}  // namespace
}  // namespace sudare
