#include "proxy/audit/file_anchor.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proxy/audit/log_folder.h"
#include "tests/proxy/audit/signing_keys.h"
#include "tests/support/status_matchers.h"

namespace sudare::audit {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::SizeIs;

SignedCheckpoint Numbered(uint64_t number) {
  Checkpoint checkpoint;
  checkpoint.log = std::string(32, 'a');
  checkpoint.number = number;
  checkpoint.head.sequence = 10 * number;
  return *SignCheckpoint(checkpoint, *testing::SigningKey());
}

class FileAnchorTest : public ::testing::Test {
 protected:
  FileAnchorTest() : path_(folder_.path() + "/anchor"), anchor_(MakeFileAnchor("file", path_)) {}

  std::string Read() const {
    std::ifstream file(path_, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  void Write(const std::string& text) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << text;
  }

  testing::LogFolder folder_;
  const std::string path_;
  const std::unique_ptr<Anchor> anchor_;
};

TEST_F(FileAnchorTest, IsMadeOnlyWhenItMayBe) {
  EXPECT_THAT(anchor_->Ends(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(anchor_->Append({Numbered(1)}, /*make=*/false),
              StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(anchor_->Append({Numbered(1)}, /*make=*/true), IsOk());
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(FileAnchorTest, KeepsWhatItIsGivenInOrder) {
  ASSERT_THAT(anchor_->Append({Numbered(4), Numbered(5)}, true), IsOk());
  ASSERT_THAT(anchor_->Append({Numbered(6)}, false), IsOk());
  ASSERT_OK_AND_ASSIGN(const AnchorEnds ends, anchor_->Ends());
  EXPECT_EQ(ends.first, 4u);
  ASSERT_TRUE(ends.last.has_value());
  EXPECT_EQ(ends.last->checkpoint.number, 6u);
  ASSERT_OK_AND_ASSIGN(const AnchorLines lines, ReadAnchorFile(path_));
  EXPECT_EQ(lines.name, "file");
  EXPECT_THAT(lines.lines, SizeIs(3));
  EXPECT_FALSE(lines.has_torn_end);
}

// A crash may leave any beginning of what was to be written; the file is only ever added to.
TEST_F(FileAnchorTest, AWriteThatWasCutShortAnywhereIsMadeGood) {
  ASSERT_THAT(anchor_->Append({Numbered(1), Numbered(2)}, true), IsOk());
  const std::string whole = Read();
  for (size_t size = 0; size < whole.size(); ++size) {
    Write(whole.substr(0, size));
    ASSERT_OK_AND_ASSIGN(const AnchorEnds ends, anchor_->Ends());
    const uint64_t last = ends.last.has_value() ? ends.last->checkpoint.number : 0;
    ASSERT_THAT(ReadAnchorFile(path_), IsOk()) << size;
    std::vector<SignedCheckpoint> lacking;
    for (uint64_t number = last + 1; number <= 3; ++number) lacking.push_back(Numbered(number));
    ASSERT_THAT(anchor_->Append(lacking, false), IsOk());
    ASSERT_EQ(Read().substr(0, size), whole.substr(0, size));
    ASSERT_OK_AND_ASSIGN(const AnchorLines lines, ReadAnchorFile(path_));
    ASSERT_THAT(lines.lines, SizeIs(3)) << size;
    for (uint64_t i = 0; i < 3; ++i) {
      ASSERT_EQ(lines.lines[i], ToLine(Numbered(i + 1).statement)) << size;
    }
    ASSERT_EQ(anchor_->Ends()->first, 1u) << size;
    ASSERT_EQ(anchor_->Ends()->last->checkpoint.number, 3u) << size;
  }
}

TEST_F(FileAnchorTest, WhatIsNoAnchorIsLeftAlone) {
  Write("root:x:0:0\n");
  EXPECT_THAT(anchor_->Ends(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("doesn't begin")));
  EXPECT_THAT(ReadAnchorFile(path_),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("doesn't begin as an anchor")));
  Write("sudare audit anchor 1 name=other\n");
  EXPECT_THAT(anchor_->Ends(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("`file`")));
}

TEST_F(FileAnchorTest, LinesThatWereSpoiledAreNoEnd) {
  ASSERT_THAT(anchor_->Append({Numbered(1), Numbered(2)}, true), IsOk());
  Write(Read() + "x\ny\nz\n");
  EXPECT_THAT(anchor_->Ends(), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace sudare::audit
