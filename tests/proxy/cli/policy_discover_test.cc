// `sudare policy discover` as a whole and in this process; what it finds is held in
// tests/proxy/discover.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proxy/cli/ended.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::Ended;
using ::sudare::testing::IsOk;
using ::sudare::testing::PostgresServer;
using ::sudare::testing::Sudare;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(PolicyDiscoverTest, WritesADraftThatChecksAndNeverOverAFile) {
  auto server = PostgresServer::Start();
  ASSERT_THAT(server, IsOk());
  ASSERT_THAT((*server)->Run("CREATE TABLE person (shimei text, phone text, c3 text);"
                             "INSERT INTO person SELECT '佐藤　花子', '03-1234-' || n, 'word' || n "
                             "FROM generate_series(1000, 1099) n"),
              IsOk());
  const std::string database = (*server)->ConnectionString();
  const std::string path = absl::StrCat(std::getenv("TEST_TMPDIR"), "/draft.textproto");

  const Ended run = Sudare({"policy", "discover", "--database", database, "--out", path});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(run.out, HasSubstr("漢漢　漢漢"));
  EXPECT_THAT(run.out, HasSubstr("NN-NNNN-NNNN"));
  EXPECT_THAT(run.out, HasSubstr("3 columns of 1 tables: 2 classified, 1 unclassified and hidden"));
  EXPECT_THAT(run.out, Not(HasSubstr("佐藤")));
  EXPECT_THAT(run.out, Not(HasSubstr("1234")));

  const Ended check = Sudare({"policy", "check", path});
  EXPECT_EQ(check.code, 0) << check.out;
  EXPECT_THAT(check.out, HasSubstr("0 errors, 0 warnings"));

  // Somebody may have worked on it.
  std::ofstream(path) << "# mine\n";
  const Ended again = Sudare({"policy", "discover", "--database", database, "--out", path});
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, HasSubstr("give `--out` a new name"));
  std::ifstream file(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "# mine\n");
}

TEST(PolicyDiscoverTest, ADatabaseThatIsNotThereIsAnError) {
  const Ended run = Sudare({"policy", "discover", "--database", "host=/nonexistent"});
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(run.out, "");
  EXPECT_NE(run.err, "");
}

}  // namespace
}  // namespace sudare
