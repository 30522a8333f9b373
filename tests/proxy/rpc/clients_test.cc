// The example clients, in C++ and Python, against a real door.
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proxy/rpc/open_door.h"
#include "tests/support/certificates.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::IsOkAndHolds;
using testing::StatusIs;
using testing::TwoKeyAuthenticator;

// The program to run, before its arguments.
class ClientsTest : public ::testing::TestWithParam<std::vector<std::string>> {
 protected:
  void SetUp() override {
    char folder[] = "/tmp/sudare-clients-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    std::ofstream(folder_ + "/password") << TwoKeyAuthenticator::kPassword << "\n";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  absl::StatusOr<std::string> Client(const std::vector<std::string>& arguments) {
    testing::ChildOptions options;
    for (const std::string& part : GetParam()) {
      options.arguments.push_back(std::filesystem::absolute(part));
    }
    options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
    return testing::RunProgram(options, "");
  }

  absl::StatusOr<std::string> ByPassword(const Door& door, const std::string& sql) {
    return Client({door.address(), sql, "--plaintext", "--user", TwoKeyAuthenticator::kUser,
                   "--password-file", folder_ + "/password"});
  }

  std::string folder_;
  testing::DoorParts parts_;
};

TEST_P(ClientsTest, PrintsRows) {
  ASSERT_OK_AND_ASSIGN(const auto door, Door::Open(testing::LoopbackDoor(), parts_.ForService()));
  EXPECT_THAT(
      ByPassword(*door, "names"),
      IsOkAndHolds(AllOf(HasSubstr("emp_a\t簾 太郎\t312450\nemp_bb\t\t7\nemp_c\tNULL\t-20\n"),
                         HasSubstr("full_name (text, partial)"), HasSubstr("3 rows"))));
  EXPECT_THAT(ByPassword(*door, "rows 20000"), IsOkAndHolds(HasSubstr("20000 rows")));
}

TEST_P(ClientsTest, TellsWhyItIsRefused) {
  ASSERT_OK_AND_ASSIGN(const auto door, Door::Open(testing::LoopbackDoor(), parts_.ForService()));
  EXPECT_THAT(ByPassword(*door, "refuse"),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("function `f` is not on the list")));
}

TEST_P(ClientsTest, ShowsItsCertificate) {
  ASSERT_OK_AND_ASSIGN(const auto office, testing::CertificateOffice::Open(folder_ + "/ca"));
  ASSERT_OK_AND_ASSIGN(const auto server, office.Issue("server", "DNS:proxy.example"));
  ASSERT_OK_AND_ASSIGN(const auto vendor,
                       office.Issue("vendor", absl::StrCat("email:", TwoKeyAuthenticator::kSan)));
  DoorOptions options;
  options.listener.set_address("127.0.0.1:0");
  options.listener.mutable_tls()->set_certificate(server.certificate);
  options.listener.mutable_tls()->set_private_key(server.private_key);
  options.listener.mutable_tls()->set_client_ca(office.authority());
  ASSERT_OK_AND_ASSIGN(const auto door, Door::Open(options, parts_.ForService()));
  EXPECT_THAT(
      Client({door->address(), "one", "--server-name", "proxy.example", "--ca", office.authority(),
              "--cert", vendor.certificate, "--key", vendor.private_key}),
      IsOkAndHolds(HasSubstr("42\n")));
  EXPECT_EQ(parts_.pipeline.last_caller().method, "certificate");
}

INSTANTIATE_TEST_SUITE_P(
    Languages, ClientsTest,
    ::testing::Values(std::vector<std::string>{"examples/clients/query_client"},
                      std::vector<std::string>{"/usr/bin/python3",
                                               "examples/clients/query_client.py"}),
    [](const auto& info) { return info.index == 0 ? "Cpp" : "Python"; });

}  // namespace
}  // namespace sudare
