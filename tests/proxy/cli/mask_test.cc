// `sudare mask` as a command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/keyring.h"
#include "policy/loader.h"
#include "policy/masker.h"
#include "proxy/cli/sudare.h"

namespace sudare {
namespace {

using ::testing::HasSubstr;

constexpr char kPolicy[] = R"(
classes { name: "name" }
classes { name: "birth" }
classes { name: "open" }
tables {
  name: "payroll.employees"
  columns { name: "employee_no" class: "open" }
  columns { name: "full_name" class: "name" }
  columns { name: "birth_date" class: "birth" }
}
roles {
  name: "vendor"
  rules { class: "name" tokenize { domain: "name" prefix: "nam" } }
  rules { class: "birth" generalize { date_to: YEAR } }
  rules { class: "open" allow {} }
}
accounts { name: "app" role: "vendor" kind: PROGRAM certificate { san: "q@x" } }
)";

struct Ended {
  int code = 0;
  std::string out;
  std::string err;
};

class MaskCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char folder[] = "/tmp/sudare-mask-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    Write("policy.textproto", kPolicy);
    Write("passphrase", "correct horse\n");
    ASSERT_TRUE(Keyring::Create(Path("keyring"), "correct horse").ok());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return absl::StrCat(folder_, "/", name); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(Path(name)) << text;
    chmod(Path(name).c_str(), 0600);
  }

  Ended Mask(const std::vector<std::string>& more, const std::string& input) {
    std::vector<std::string> arguments = {
        "mask",          "--policy",          Path("policy.textproto"), "--keyring",
        Path("keyring"), "--passphrase-file", Path("passphrase"),       "--account",
        "app",           "--table",           "payroll.employees"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::istringstream in(input);
    std::ostringstream out, err;
    Console console{in, out, err};
    Ended ended;
    ended.code = RunSudare(arguments, console);
    ended.out = out.str();
    ended.err = err.str();
    return ended;
  }

  std::string Token(const std::string& name) {
    const auto keyring = Keyring::Load(Path("keyring"), "correct horse");
    const auto masker =
        Masker::Create(LoadPolicy(Path("policy.textproto")).policy, *keyring, "app", absl::Now());
    return *(*(*masker)->Column("payroll.employees.full_name", {SqlType::kText}))->Mask(name);
  }

  std::string folder_;
};

TEST_F(MaskCommandTest, MasksCsvWithAHeading) {
  const Ended ended = Mask({"--type", "birth_date=date"},
                           "employee_no,full_name,birth_date,other\n1,山田,1985/10/17,x\n");
  EXPECT_EQ(ended.code, kDone) << ended.err;
  EXPECT_EQ(ended.out,
            absl::StrCat("employee_no,full_name,birth_date\n1,", Token("山田"), ",1985/01/01\n"));
  EXPECT_EQ(ended.err, "1 records masked; 1 columns that app doesn't see are left out\n");
}

TEST_F(MaskCommandTest, MasksColumnsByPositionInShiftJis) {
  const Ended ended =
      Mask({"--columns", "employee_no,full_name", "--encoding", "sjis", "--delimiter", "tab"},
           "\x95\x5C\t\x8E\x52\x93\x63\r\n");
  EXPECT_EQ(ended.code, kDone) << ended.err;
  EXPECT_EQ(ended.out, absl::StrCat("\x95\x5C\t", Token("山田"), "\r\n"));
}

TEST_F(MaskCommandTest, MasksJsonLines) {
  const Ended ended =
      Mask({"--format", "jsonl"}, "{\"full_name\":\"山田\",\"employee_no\":7,\"x\":[1]}\n");
  EXPECT_EQ(ended.code, kDone) << ended.err;
  EXPECT_EQ(ended.out, absl::StrCat("{\"full_name\":\"", Token("山田"), "\",\"employee_no\":7}\n"));
  EXPECT_EQ(ended.err, "1 records masked; 1 members that app doesn't see are left out\n");
}

TEST_F(MaskCommandTest, SaysWhatIsWrongAndEndsWithOne) {
  const Ended malformed = Mask({}, "employee_no,full_name\n1,2\n3\n");
  EXPECT_EQ(malformed.code, kRefused);
  EXPECT_EQ(malformed.err, "line 3: 1 fields where 2 are expected\n");
  EXPECT_THAT(malformed.out, HasSubstr("1,nam_"));
  const Ended type = Mask({"--type", "birth_date=datum"}, "");
  EXPECT_EQ(type.code, kRefused);
  EXPECT_THAT(type.err, HasSubstr("write it like `birth_date=date`"));
  EXPECT_EQ(Mask({"--format", "xml"}, "").code, kUsage);
  EXPECT_THAT(Mask({"--encoding", "euc"}, "").err, HasSubstr("use `utf-8` or `sjis`"));
  EXPECT_THAT(Mask({"--delimiter", "::"}, "").err, HasSubstr("one ASCII character"));
}

TEST_F(MaskCommandTest, APolicyWithErrorsMasksNothing) {
  Write("policy.textproto", "roles { name: \"x\" nonsense: 1 }");
  const Ended ended = Mask({}, "employee_no\n1\n");
  EXPECT_EQ(ended.code, kRefused);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("has errors"));
}

}  // namespace
}  // namespace sudare
