// Who signed a policy, and what of it was changed since.
#include "policy/signature.h"

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// RFC 8410: keys of 32 bytes after a head that is always the same.
std::string Pem(const std::string& kind, const std::string& head, const std::string& key) {
  return absl::StrCat("-----BEGIN ", kind, " KEY-----\n",
                      absl::Base64Escape(absl::HexStringToBytes(head + key)), "\n-----END ", kind,
                      " KEY-----\n");
}

std::string PrivatePem(const std::string& seed) {
  return Pem("PRIVATE", "302e020100300506032b657004220420", seed);
}

std::string PublicPem(const std::string& key) {
  return Pem("PUBLIC", "302a300506032b6570032100", key);
}

// RFC 8032, section 7.1, tests 1, 2 and 3.
struct Vector {
  const char* seed;
  const char* key;
  const char* message;
  const char* signature;
};
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
     "b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
     "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
     "c6594a7c15e9716ed28dc027beceea1ec40a"},
};

Ed25519PrivateKey Signer(int i = 0) {
  return Ed25519PrivateKey::FromPem(PrivatePem(kVectors[i].seed)).value();
}

TEST(Ed25519Test, SignsAsRfc8032Does) {
  for (const Vector& vector : kVectors) {
    ASSERT_OK_AND_ASSIGN(const auto key, Ed25519PrivateKey::FromPem(PrivatePem(vector.seed)));
    const std::string message = absl::HexStringToBytes(vector.message);
    ASSERT_OK_AND_ASSIGN(std::string signature, key.Sign(message));
    EXPECT_EQ(absl::BytesToHexString(signature), vector.signature);
    ASSERT_OK_AND_ASSIGN(const auto public_key, Ed25519PublicKey::FromPem(PublicPem(vector.key)));
    EXPECT_EQ(public_key.id(), key.public_key().id());
    EXPECT_TRUE(public_key.Verifies(message, signature));
    EXPECT_FALSE(public_key.Verifies(message + "x", signature));
    EXPECT_FALSE(public_key.Verifies(message, signature.substr(1)));
    EXPECT_FALSE(public_key.Verifies(message, ""));
    signature[5] ^= 1;
    EXPECT_FALSE(public_key.Verifies(message, signature));
  }
}

TEST(Ed25519Test, OtherKeysAreRefusedInWordsThatHoldNothingOfThem) {
  const std::string other = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
  for (const std::string& pem :
       {std::string(), std::string("garbage"), other, PublicPem(kVectors[0].key)}) {
    const auto key = Ed25519PrivateKey::FromPem(pem);
    EXPECT_THAT(key.status(), StatusIs(kInvalid, HasSubstr("openssl genpkey")));
    EXPECT_THAT(std::string(key.status().message()), ::testing::Not(HasSubstr("c2Vj")));
  }
  EXPECT_THAT(Ed25519PublicKey::FromPem(PrivatePem(kVectors[0].seed)).status(),
              StatusIs(kInvalid, HasSubstr("-pubout")));
}

class SignatureTest : public ::testing::Test {
 protected:
  std::string Text() const { return SignPolicy(files_, Signer()).value(); }
  absl::Status Check(const std::string& text) const {
    return CheckSignature(files_, text, {Signer(1).public_key(), Signer().public_key()});
  }

  std::vector<SignedFile> files_ = {{"10_tables.textproto", "tables"},
                                    {"20_roles.textproto", "roles"}};
};

TEST_F(SignatureTest, WhatIsSignedIsReadable) {
  // printf tables | sha256sum, and so on.
  EXPECT_THAT(Text(),
              StartsWith("sudare policy 1\n"
                         "d98a034f5cb8a0e3f07d5d8b5dc3c43723ea8d8b95199e18a82c52e072eca4dd  "
                         "10_tables.textproto\n"
                         "66cf5513b37462be52e7fe7b1791b7a6b704f97577680acc2f270e365a1b01e3  "
                         "20_roles.textproto\nsignature "));
  EXPECT_THAT(Check(Text()), IsOk());
}

TEST_F(SignatureTest, NamesWhatWasChangedSince) {
  const std::string text = Text();
  files_[1].bytes = "roles ";
  EXPECT_THAT(Check(text), StatusIs(kDenied, HasSubstr("since the policy was signed "
                                                       "`20_roles.textproto` was changed:")));
  files_ = {files_[0]};
  EXPECT_THAT(Check(text), StatusIs(kDenied, HasSubstr("`20_roles.textproto` was removed")));
  files_.push_back({"30_more.textproto", ""});
  files_.push_back({"20_roles.textproto", "roles"});
  EXPECT_THAT(Check(text), StatusIs(kDenied, HasSubstr("`30_more.textproto` was added")));
  files_ = {{"10_tables.textproto", "roles"}, {"20_roles.textproto", "tables"}};
  EXPECT_THAT(Check(text), StatusIs(kDenied, HasSubstr("was changed")));
}

TEST_F(SignatureTest, TheOrderOfFilesIsThatOfTheirNames) {
  const std::string text = Text();
  std::swap(files_[0], files_[1]);
  EXPECT_THAT(Check(text), IsOk());
}

TEST_F(SignatureTest, AnotherSignerIsNone) {
  const std::string foreign = SignPolicy(files_, Signer(2)).value();
  EXPECT_THAT(Check(foreign), StatusIs(kDenied, HasSubstr("none of the configured signers")));
  // A list of hashes that was changed with the files, under the old signature.
  const std::string text = Text();
  files_[1].bytes = "other roles";
  const std::string forged =
      absl::StrReplaceAll(text, {{Sha256Hex("roles"), Sha256Hex("other roles")}});
  EXPECT_THAT(Check(forged), StatusIs(kDenied, HasSubstr("none of the configured signers")));
}

TEST_F(SignatureTest, AnythingElseIsNoSignature) {
  const std::string text = Text();
  for (const std::string& other :
       {std::string(), std::string("sudare policy 1\n"), std::string("signature AAAA\n"),
        text.substr(0, text.size() - 1), absl::StrReplaceAll(text, {{"policy 1", "policy 2"}}),
        absl::StrCat(text, "\n"), std::string(1 << 16, '\0')}) {
    EXPECT_THAT(Check(other), StatusIs(kInvalid, HasSubstr("sudare policy sign")))
        << other.substr(0, 60);
  }
  const size_t begin = text.rfind("signature ") + 10;
  for (size_t i = begin; i + 4 < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Check(changed).ok()) << i;
  }
}

TEST_F(SignatureTest, ANameWithALineBreakCannotBeSigned) {
  files_.push_back({"a\nb", ""});
  EXPECT_THAT(SignPolicy(files_, Signer()).status(),
              StatusIs(kInvalid, HasSubstr("rename the file")));
}

TEST(SignedPolicyTest, OnlyASignedPolicyIsLoaded) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/signed.textproto");
  std::ofstream(path) << "classes { name: \"open\" }\n";
  const LoadOptions options = {{Signer().public_key()}};
  LoadResult result = LoadPolicy(path, options);
  EXPECT_EQ(result.policy, nullptr);
  ASSERT_EQ(result.issues.size(), 1u);
  EXPECT_THAT(result.issues[0].message, HasSubstr("must be signed"));
  EXPECT_EQ(result.issues[0].place.file, path + ".sig");

  ASSERT_OK_AND_ASSIGN(const std::string signature, SignPolicyAt(path, Signer()));
  std::ofstream(path + ".sig") << signature;
  EXPECT_NE(LoadPolicy(path, options).policy, nullptr);
  EXPECT_EQ(LoadPolicy(path, {{Signer(1).public_key()}}).policy, nullptr);

  // Not even parsed: what is wrong with it is nobody's business before it is signed.
  std::ofstream(path) << "clases {}\n";
  result = LoadPolicy(path, options);
  ASSERT_EQ(result.issues.size(), 1u);
  EXPECT_THAT(result.issues[0].message, HasSubstr("`signed.textproto` was changed"));
  EXPECT_THAT(SignPolicyAt(path, Signer()).status(),
              StatusIs(kInvalid, HasSubstr("correct it before it is signed")));
}

}  // namespace
}  // namespace sudare
