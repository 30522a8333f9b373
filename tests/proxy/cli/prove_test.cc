// `sudare prove` as a whole, on the example's schema and policy, small.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/cli/sudare.h"

namespace sudare {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

struct Ended {
  int code = 0;
  std::string out;
  std::string err;
};

Ended Sudare(const std::vector<std::string>& arguments) {
  std::istringstream in;
  std::ostringstream out, err;
  Console console{in, out, err};
  Ended run;
  run.code = RunSudare(arguments, console);
  run.out = out.str();
  run.err = err.str();
  return run;
}

constexpr char kPolicy[] = "examples/payroll/policy";
constexpr char kSchema[] = "examples/payroll/schema.sql";

TEST(ProveTest, ProvesTheExamplesPolicyOverItsSchema) {
  const std::string folder = std::string(std::getenv("TEST_TMPDIR")) + "/kept";
  const Ended run = Sudare({"prove", "--policy", kPolicy, "--schema", kSchema, "--rows", "30",
                            "--queries", "40", "--columns", "3", "--relations", "3", "--account",
                            "payroll-vendor-01", "--keep", folder});
  EXPECT_EQ(run.code, kDone) << run.out << run.err;
  EXPECT_THAT(run.out, HasSubstr("payroll-vendor-01 (payroll-maintenance)"));
  EXPECT_THAT(run.out,
              ContainsRegex("no counter-example was found\nprove: [0-9]+ queries, [0-9]+ answered "
                            "\\([0-9.]+ %\\), 0 differences, 0 leaks\n$"));
  EXPECT_THAT(run.err, HasSubstr("the databases of payroll-vendor-01"));
  EXPECT_GT(std::filesystem::file_size(folder + "/rows_a.sql"), 1000u);
  EXPECT_GT(std::filesystem::file_size(folder + "/rows_payroll-vendor-01.sql"), 1000u);
  std::ifstream report(folder + "/report.json");
  std::stringstream json;
  json << report.rdbuf();
  EXPECT_THAT(json.str(), HasSubstr("{\"proved\":true,"));
}

TEST(ProveTest, SaysWhatIsMissing) {
  Ended run = Sudare({"prove", "--policy", kPolicy});
  EXPECT_EQ(run.code, kUsage);
  EXPECT_THAT(run.err, HasSubstr("give `--schema`"));
  run = Sudare({"prove", "--policy", "/no/such/policy", "--schema", kSchema});
  EXPECT_EQ(run.code, kUsage);
  run = Sudare({"prove", "--policy", kPolicy, "--schema", "/no/such/schema.sql"});
  EXPECT_EQ(run.code, kUsage);
  EXPECT_THAT(run.err, HasSubstr("cannot read `/no/such/schema.sql`"));
  run = Sudare({"prove", "--policy", kPolicy, "--schema", kSchema, "--database", "dbname=x"});
  EXPECT_EQ(run.code, kUsage);
}

}  // namespace
}  // namespace sudare
