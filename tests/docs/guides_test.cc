// The guides, followed word by word: their commands run in order, one guide after the other, in one
// shell against one database, and print what the guides show.
//
// The admin's guide makes the proxy and starts it; the others work with it. Ports of the guides are
// free ports here, the city's host is this machine, and pledges end later.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "tests/docs/console.h"
#include "tests/docs/source_tree.h"
#include "tests/examples/example_database.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

std::string FreePort() {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  EXPECT_EQ(bind(probe, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(probe);
  return absl::StrCat(ntohs(address.sin_port));
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class GuidesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // Paths of sockets are short.
    std::string folder = "/tmp/sudare-guides-XXXXXX";
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    for (const char* name : {"/bin", "/work", "/out"}) mkdir((folder_ + name).c_str(), 0755);
    std::filesystem::create_symlink(std::filesystem::canonical("proxy/cli/sudare"),
                                    folder_ + "/bin/sudare");
    std::filesystem::create_directory_symlink(SourceTree() + "/examples",
                                              folder_ + "/work/examples");
  }

  void TearDown() override {
    if (!HasFailure() && !folder_.empty()) std::filesystem::remove_all(folder_);
  }

  // A server as the city's before Sudare came: the database `payroll`, and no role of ours.
  absl::Status MakeCityDatabase() {
    absl::StatusOr<std::unique_ptr<ExampleDatabase>> database = ExampleDatabase::Create();
    if (!database.ok()) return database.status();
    database_ = *std::move(database);
    const auto roles =
        database_->server().Query("SELECT rolname FROM pg_roles WHERE rolname LIKE 'sudare%'");
    if (!roles.ok()) return roles.status();
    std::string drop;
    for (const auto& role : *roles) {
      absl::StrAppend(&drop, "DROP OWNED BY ", *role[0], "; DROP ROLE ", *role[0], ";\n");
    }
    absl::Status status = database_->server().Run(drop);
    if (status.ok()) status = database_->server().Run("CREATE DATABASE payroll TEMPLATE postgres");
    return status;
  }

  std::string Environment() const {
    return absl::StrCat("set -o pipefail\nexport PATH=", folder_,
                        "/bin:/usr/lib/postgresql/15/bin:/usr/bin:/bin HOME=", folder_,
                        "/work LANG=C.UTF-8 PGHOST=", database_->server().socket_directory(),
                        " TZ=Asia/Tokyo\n");
  }

  std::string folder_;
  std::unique_ptr<ExampleDatabase> database_;
};

TEST_F(GuidesTest, CommandsDoWhatTheGuidesShow) {
  ASSERT_THAT(MakeCityDatabase(), IsOk());
  const std::vector<std::pair<std::string, std::string>> replacements = {
      {"proxy.city.example", "localhost"},
      {"7443", FreePort()},
      {"9464", FreePort()},
      // The last day of pledges, lest the guides end with it.
      {"2027-03-31",
       absl::FormatTime("%Y-%m-%d", absl::Now() + absl::Hours(24 * 90), absl::UTCTimeZone())}};
  std::vector<ConsoleStep> steps;
  for (const char* path : {"docs/admins_guide.md", "docs/vendors_guide.md",
                           "docs/app_developers_guide.md", "docs/doctor.md", "docs/audit.md",
                           "docs/report.md", "docs/ledger.md", "docs/operating_procedure.md"}) {
    const std::vector<ConsoleStep> more = StepsOf(ReadDocument(path), replacements);
    EXPECT_FALSE(more.empty()) << path;
    steps.insert(steps.end(), more.begin(), more.end());
  }
  const std::string out = folder_ + "/out";
  std::ofstream(folder_ + "/script") << Environment() << ScriptOf(steps, folder_ + "/work", out);
  ChildOptions options;
  options.arguments = {"/bin/bash", folder_ + "/script"};
  options.dies_with_parent = true;
  ASSERT_THAT(RunProgram(options, ""), IsOk());

  for (size_t i = 0; i < steps.size(); ++i) {
    const ConsoleStep& step = steps[i];
    const std::string actual = ReadFile(absl::StrCat(out, "/", i));
    ASSERT_EQ(ReadFile(absl::StrCat(out, "/", i, ".code")), "0\n")
        << step.place << ": failed: " << step.command << "\n"
        << actual;
    if (step.expected.empty()) continue;
    // The log of a server grows on.
    const std::string expected = step.expected + (step.InBackground() ? "…" : "");
    EXPECT_TRUE(IsAsShown(expected, actual)) << step.place << ": " << step.command << "\nshown:\n"
                                             << expected << "\nprinted:\n"
                                             << actual;
  }
}

}  // namespace
}  // namespace sudare::testing
