#include "policy/keyring.h"

#include <sodium.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/keyring_as_of.h"
#include "policy/keyring_file.h"
#include "policy/keyring_format.h"
#include "policy/siv_tokenizer.h"
#include "policy/token.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;
using ::testing::HasSubstr;

constexpr char kPassphrase[] = "correct horse";

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class KeyringTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = absl::StrCat(::testing::TempDir(), "/keyring.XXXXXX");
    ASSERT_NE(mkdtemp(&folder[0]), nullptr);
    folder_ = folder;
    path_ = folder + "/ring";
  }

  void WriteFile(const std::string& bytes, mode_t mode = 0600) {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
  }

  // How many files there are beside the keyring.
  int Leftovers() {
    return std::system(
        absl::StrCat("test -z \"$(ls -A ", folder_, " | grep -v '^ring$')\"").c_str());
  }

  std::string folder_;
  std::string path_;
};

TokenScope Scope() { return {"employee", "global"}; }

TEST_F(KeyringTest, WhatWasCreatedCanBeLoaded) {
  const absl::Time before = absl::Now() - absl::Seconds(2);
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto keyring, Keyring::Load(path_, kPassphrase));
  ASSERT_EQ(keyring->List().size(), 1u);
  EXPECT_EQ(keyring->List()[0].id, 1u);
  EXPECT_TRUE(keyring->List()[0].primary);
  EXPECT_GE(keyring->List()[0].created, before);
  EXPECT_LE(keyring->List()[0].created, absl::Now());
  const auto tokenizer = keyring->MakeTokenizer(Scope(), "emp");
  EXPECT_EQ(tokenizer->Detokenize(tokenizer->Tokenize("x")), "x");
  EXPECT_EQ(Leftovers(), 0);
}

TEST_F(KeyringTest, TheFileIsForItsOwnerOnly) {
  const mode_t before = umask(0);
  const absl::Status created = Keyring::Create(path_, kPassphrase);
  umask(before);
  ASSERT_THAT(created, IsOk());
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
}

TEST_F(KeyringTest, NeverOverwritesAKeyring) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  const std::string bytes = ReadAll(path_);
  EXPECT_THAT(Keyring::Create(path_, kPassphrase), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(ReadAll(path_), bytes);
  EXPECT_EQ(Leftovers(), 0);
}

TEST_F(KeyringTest, RotationMakesNewTokensAndStillReadsOldOnes) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto old_ring, Keyring::Load(path_, kPassphrase));
  const auto old_tokenizer = old_ring->MakeTokenizer(Scope(), "emp");
  const std::string old_token = old_tokenizer->Tokenize("x");

  ASSERT_OK_AND_ASSIGN(const uint32_t id, Keyring::Rotate(path_, kPassphrase));
  EXPECT_EQ(id, 2u);
  ASSERT_OK_AND_ASSIGN(const auto new_ring, Keyring::Load(path_, kPassphrase));
  ASSERT_EQ(new_ring->List().size(), 2u);
  EXPECT_FALSE(new_ring->List()[0].primary);
  EXPECT_TRUE(new_ring->List()[1].primary);
  EXPECT_EQ(new_ring->List()[0].created, old_ring->List()[0].created);
  const auto new_tokenizer = new_ring->MakeTokenizer(Scope(), "emp");
  const std::string new_token = new_tokenizer->Tokenize("x");
  EXPECT_NE(new_token, old_token);
  EXPECT_EQ(new_tokenizer->Detokenize(old_token), "x");
  EXPECT_EQ(new_tokenizer->Detokenize(new_token), "x");
  EXPECT_EQ(old_tokenizer->Detokenize(new_token), std::nullopt);
  EXPECT_EQ(Leftovers(), 0);
}

TEST_F(KeyringTest, AsItWasBeforeARotationItMakesTheTokensOfThen) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto old_ring, Keyring::Load(path_, kPassphrase));
  const std::string old_token = old_ring->MakeTokenizer(Scope(), "emp")->Tokenize("x");
  ASSERT_THAT(Keyring::Rotate(path_, kPassphrase), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto as_of_then, LoadKeyringAsOf(path_, kPassphrase, 1));
  EXPECT_EQ(as_of_then->MakeTokenizer(Scope(), "emp")->Tokenize("x"), old_token);
  ASSERT_OK_AND_ASSIGN(const auto as_it_is, LoadKeyringAsOf(path_, kPassphrase, 0));
  EXPECT_NE(as_it_is->MakeTokenizer(Scope(), "emp")->Tokenize("x"), old_token);
  EXPECT_THAT(LoadKeyringAsOf(path_, kPassphrase, 3), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(KeyringTest, TokensOfDigitsAreReadWithTheKeyThatMadeThem) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto old_ring, Keyring::Load(path_, kPassphrase));
  const std::string value = "123456789";
  const std::string old_token =
      old_ring->MakeDigitTokenizer(Scope(), DigitForm::kText)->Tokenize(value);

  ASSERT_THAT(Keyring::Rotate(path_, kPassphrase), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto new_ring, Keyring::Load(path_, kPassphrase));
  const auto current = new_ring->MakeDigitTokenizer(Scope(), DigitForm::kText);
  EXPECT_NE(current->Tokenize(value), old_token);
  // Nothing tells an old token: under the new key it stands for another value.
  EXPECT_NE(current->Detokenize(old_token), value);
  EXPECT_NE(current->Detokenize(old_token), std::nullopt);
  EXPECT_FALSE(current->IsAuthenticated(old_token));
  const auto old_key = new_ring->MakeDigitTokenizer(Scope(), DigitForm::kText, 1);
  EXPECT_EQ(old_key->Detokenize(old_token), value);
  EXPECT_EQ(new_ring->MakeDigitTokenizer(Scope(), DigitForm::kText, 2)->Tokenize(value),
            current->Tokenize(value));
  EXPECT_EQ(new_ring->MakeDigitTokenizer(Scope(), DigitForm::kText, 3), nullptr);
}

TEST_F(KeyringTest, TwoKeyringsHaveDifferentKeys) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  ASSERT_THAT(Keyring::Create(path_ + "2", kPassphrase), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto a, Keyring::Load(path_, kPassphrase));
  ASSERT_OK_AND_ASSIGN(const auto b, Keyring::Load(path_ + "2", kPassphrase));
  EXPECT_EQ(b->MakeTokenizer(Scope(), "")->Detokenize(a->MakeTokenizer(Scope(), "")->Tokenize("x")),
            std::nullopt);
}

TEST_F(KeyringTest, RefusesAWrongPassphrase) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  const std::string bytes = ReadAll(path_);
  EXPECT_THAT(Keyring::Load(path_, "wrong horse"),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("passphrase is wrong")));
  EXPECT_THAT(Keyring::Rotate(path_, "wrong horse"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(ReadAll(path_), bytes);
}

TEST_F(KeyringTest, RefusesAnEmptyPassphrase) {
  EXPECT_THAT(Keyring::Create(path_, ""), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Keyring::Load(path_, ""), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(KeyringTest, RefusesAFileOthersCanUse) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  for (const mode_t mode : {0640, 0604, 0620, 0602, 0660, 0666, 0700, 0601, 0610}) {
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    EXPECT_THAT(Keyring::Load(path_, kPassphrase),
                StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("chmod 600")))
        << mode;
    EXPECT_THAT(Keyring::Rotate(path_, kPassphrase), StatusIs(absl::StatusCode::kPermissionDenied))
        << mode;
  }
  ASSERT_EQ(chmod(path_.c_str(), 0400), 0);
  EXPECT_THAT(Keyring::Load(path_, kPassphrase), IsOk());
}

TEST_F(KeyringTest, RefusesSomebodyElsesFile) {
  WriteFile("x");
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_THAT(CheckPrivateFile(info, geteuid(), path_), IsOk());
  EXPECT_THAT(CheckPrivateFile(info, geteuid() + 1, path_),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("another user")));
}

TEST_F(KeyringTest, SaysWhatIsWrongWithAPath) {
  EXPECT_THAT(Keyring::Load(path_, kPassphrase), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Keyring::Load(folder_, kPassphrase),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no regular file")));
  EXPECT_THAT(Keyring::Create(folder_ + "/no/such/ring", kPassphrase),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Keyring::Rotate(folder_ + "/no/such/ring", kPassphrase),
              StatusIs(absl::StatusCode::kNotFound));
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(Keyring::Load(path_, kPassphrase), StatusIs(absl::StatusCode::kInvalidArgument));
  ASSERT_THAT(Keyring::Create(path_ + "2", kPassphrase), IsOk());
  ASSERT_EQ(symlink((path_ + "2").c_str(), (path_ + "3").c_str()), 0);
  EXPECT_THAT(Keyring::Load(path_ + "3", kPassphrase),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(KeyringTest, TellsADamagedFileFromAWrongPassphrase) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  const std::string bytes = ReadAll(path_);
  for (size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_THAT(OpenKeyring(bytes.substr(0, size), kPassphrase),
                StatusIs(absl::StatusCode::kDataLoss))
        << size;
  }
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string altered = bytes;
    altered[at] = static_cast<char>(altered[at] ^ 0x40);
    // Another version isn't damage.
    ASSERT_THAT(OpenKeyring(altered, kPassphrase),
                StatusIs(at == 8 ? absl::StatusCode::kUnimplemented : absl::StatusCode::kDataLoss))
        << at;
  }
  WriteFile(bytes.substr(0, 50));
  EXPECT_THAT(Keyring::Load(path_, kPassphrase),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("damaged")));
  WriteFile("classes { name: \"x\" }");
  EXPECT_THAT(Keyring::Load(path_, kPassphrase),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("no keyring")));
  WriteFile("");
  EXPECT_THAT(Keyring::Load(path_, kPassphrase), StatusIs(absl::StatusCode::kDataLoss));
  WriteFile(std::string(1 << 20, 'x'));
  EXPECT_THAT(Keyring::Load(path_, kPassphrase),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("too large")));
}

// With a checksum that fits, so that only the seal can tell.
TEST_F(KeyringTest, TheSealCoversTheWholeFile) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  const std::string bytes = ReadAll(path_);
  const size_t body = bytes.size() - 16;
  // Magic and version are looked at first; a changed Argon2id setting takes too long to try them
  // all.
  for (size_t at = 17; at < body; at += 9) {
    std::string altered = bytes;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    crypto_generichash(reinterpret_cast<unsigned char*>(&altered[body]), 16,
                       reinterpret_cast<const unsigned char*>(altered.data()), body, nullptr, 0);
    EXPECT_THAT(OpenKeyring(altered, kPassphrase), StatusIs(absl::StatusCode::kPermissionDenied))
        << at;
  }
}

TEST_F(KeyringTest, RefusesToSpendAsMuchMemoryAsAForgedFileAsks) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  std::string bytes = ReadAll(path_);
  for (const size_t at : {12u, 16u}) {
    std::string altered = bytes;
    altered[at] = '\x7f';
    const size_t body = altered.size() - 16;
    crypto_generichash(reinterpret_cast<unsigned char*>(&altered[body]), 16,
                       reinterpret_cast<const unsigned char*>(altered.data()), body, nullptr, 0);
    EXPECT_THAT(OpenKeyring(altered, kPassphrase),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("Argon2id")));
  }
}

TEST_F(KeyringTest, TheFileShowsNothingOfTheKeys) {
  KeyMaterial material;
  material.entries.push_back({7, absl::FromUnixSeconds(1700000000)});
  material.primary = 7;
  const std::string key = "0123456789abcdef0123456789abcdef";
  auto secret = SecretBytes::CopyOf(key);
  ASSERT_THAT(secret, IsOk());
  material.keys = *std::move(secret);
  ASSERT_OK_AND_ASSIGN(const std::string one, SealKeyring(material, kPassphrase));
  ASSERT_OK_AND_ASSIGN(const std::string two, SealKeyring(material, kPassphrase));
  EXPECT_FALSE(absl::StrContains(one, key.substr(0, 8)));
  EXPECT_NE(one, two);
  ASSERT_OK_AND_ASSIGN(const KeyMaterial opened, OpenKeyring(one, kPassphrase));
  ASSERT_EQ(opened.entries.size(), 1u);
  EXPECT_EQ(opened.entries[0].id, 7u);
  EXPECT_EQ(opened.entries[0].created, absl::FromUnixSeconds(1700000000));
  EXPECT_TRUE(opened.keys.ConstantTimeEquals(material.keys));
}

TEST_F(KeyringTest, AFullDiskLeavesTheOldFileAsItWas) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  const std::string bytes = ReadAll(path_);
  struct rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const struct rlimit tiny = {20, before.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tiny), 0);
  const auto rotated = Keyring::Rotate(path_, kPassphrase);
  const absl::Status created = Keyring::Create(path_ + "2", kPassphrase);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_THAT(rotated, StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("unchanged")));
  EXPECT_THAT(created, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(ReadAll(path_), bytes);
  EXPECT_EQ(Leftovers(), 0);
}

TEST_F(KeyringTest, RotationsAtOnceLoseNoKey) {
  ASSERT_THAT(Keyring::Create(path_, kPassphrase), IsOk());
  pid_t children[3];
  for (pid_t& child : children) {
    child = fork();
    if (child == 0) _exit(Keyring::Rotate(path_, kPassphrase).ok() ? 0 : 1);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  ASSERT_OK_AND_ASSIGN(const auto keyring, Keyring::Load(path_, kPassphrase));
  EXPECT_EQ(keyring->List().size(), 4u);
}

TEST(KeyringFromKeyTest, ChecksKeyAndId) {
  const std::string key(32, 'k');
  EXPECT_THAT(Keyring::FromKey(1, key), IsOk());
  EXPECT_THAT(Keyring::FromKey(kMaxKeyId, key), IsOk());
  EXPECT_THAT(Keyring::FromKey(0, key), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Keyring::FromKey(kMaxKeyId + 1, key), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Keyring::FromKey(1, key.substr(1)), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Keyring::FromKey(1, key + "k"), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sudare
