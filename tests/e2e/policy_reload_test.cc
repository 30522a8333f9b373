// The policy changes while the proxy runs: for the better, for the worse, and into garbage.
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::ServerEvent;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kName[] = "SELECT full_name FROM payroll.employees WHERE employee_no = '000001'";

class PolicyReloadTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(office_, Office::Open()); }

  int Events(ServerEvent::Kind kind) {
    const auto records = office_->AuditRecords();
    EXPECT_THAT(records, IsOk());
    int count = 0;
    for (const auto& record : *records) {
      count += record.has_server() && record.server().kind() == kind;
    }
    return count;
  }

  // Has the policy read, and waits until the proxy has decided.
  void Replace(const std::string& policy, ServerEvent::Kind expected) {
    const int before = Events(expected);
    office_->ReplacePolicy(policy);
    EXPECT_TRUE(Soon([&] { return Events(expected) == before + 1; })) << office_->proxy().Log();
  }

  std::unique_ptr<Office> office_;
};

TEST_F(PolicyReloadTest, GarbageLeavesTheOldPolicyInForceAndSaysSoLoudly) {
  const Reply before = office_->Ask("vendor", kName);
  ASSERT_THAT(before, IsAnswered());
  const std::string good = OfficePolicy();
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) bytes.push_back(static_cast<char>(i * 7919 >> 3));
  const std::string garbage[] = {
      bytes,
      "",
      "classes {",
      std::string(2'000'000, '{'),
      std::string(2'000'000, '\0'),
      absl::StrCat(good, "roles { name: \"vendor\" ruls {} }"),
      absl::StrReplaceAll(good, {{"redact {}", "allow {}"}}),
      good.substr(0, good.size() / 2),
  };
  for (const std::string& text : garbage) {
    SCOPED_TRACE(text.substr(0, 40));
    Replace(text, ServerEvent::POLICY_REJECTED);
    const Reply after = office_->Ask("vendor", kName);
    ASSERT_THAT(after, IsAnswered());
    EXPECT_EQ(after.rows, before.rows);
  }
  EXPECT_THAT(office_->proxy().Log(), HasSubstr("POLICY REJECTED"));
  EXPECT_THAT(office_->proxy().Log(), ContainsRegex("policy\\.textproto:[0-9]+:[0-9]+: error"));
  EXPECT_EQ(Events(ServerEvent::POLICY_LOADED), 1);
}

TEST_F(PolicyReloadTest, APolicyFileThatIsGoneLeavesTheOldOneInForce) {
  const int before = Events(ServerEvent::POLICY_REJECTED);
  ASSERT_EQ(std::remove(office_->proxy().policy_path().c_str()), 0);
  office_->proxy().Signal(SIGHUP);
  EXPECT_TRUE(Soon([&] { return Events(ServerEvent::POLICY_REJECTED) == before + 1; }));
  EXPECT_THAT(office_->Ask("vendor", kName), IsAnswered());
}

TEST_F(PolicyReloadTest, AGoodPolicyTakesEffect) {
  EXPECT_THAT(*office_->Ask("vendor", kName).rows[0][0], StartsWith("nam_"));
  Replace(absl::StrReplaceAll(
              OfficePolicy(),
              {{"tokenize { domain: \"name\" scope: ROLE prefix: \"nam\" }", "redact {}"}}),
          ServerEvent::POLICY_LOADED);
  EXPECT_EQ(office_->Ask("vendor", kName).rows[0][0], Value());
  Replace(absl::StrReplaceAll(OfficePolicy(), {{"rules { class: \"name\" tokenize",
                                                "rules { class: "
                                                "\"phone\" tokenize"}}),
          ServerEvent::POLICY_LOADED);
  // No rule is left for the name.
  EXPECT_THAT(office_->Ask("vendor", kName),
              IsRefused(grpc::StatusCode::INVALID_ARGUMENT, "HIDDEN_OR_MISSING"));
  Replace(OfficePolicy(), ServerEvent::POLICY_LOADED);
  EXPECT_THAT(*office_->Ask("vendor", kName).rows[0][0], StartsWith("nam_"));
}

TEST_F(PolicyReloadTest, AnAccountThatIsTakenOutIsOut) {
  ASSERT_THAT(office_->Ask("hr", kName), IsAnswered());
  Replace(absl::StrReplaceAll(OfficePolicy(), {{"accounts { name: \"hr\" role",
                                                "accounts { name: "
                                                "\"someone\" role"}}),
          ServerEvent::POLICY_LOADED);
  EXPECT_THAT(office_->Ask("hr", kName),
              IsRefused(grpc::StatusCode::UNAUTHENTICATED, "UNAUTHENTICATED"));
  EXPECT_THAT(office_->Ask("vendor", kName), IsAnswered());
}

TEST_F(PolicyReloadTest, QueriesThatRunKeepThePolicyTheyBeganWith) {
  std::atomic<bool> stop{false};
  std::atomic<int> answers{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      const auto stub = sudare::v1::QueryService::NewStub(office_->proxy().PlainChannel());
      while (!stop) {
        const Reply reply = RunQuery(*stub, "vendor", kName);
        EXPECT_THAT(reply, IsAnswered());
        if (!reply.status.ok()) return;
        // A token or NULL, never the name.
        const Value value = reply.rows[0][0];
        EXPECT_TRUE(!value.has_value() || absl::StartsWith(*value, "nam_"));
        ++answers;
      }
    });
  }
  const std::string redacting = absl::StrReplaceAll(
      OfficePolicy(), {{"tokenize { domain: \"name\" scope: ROLE prefix: \"nam\" }", "redact {}"}});
  // Until queries have met enough of them: the first log-ins take their time.
  const absl::Time patience = absl::Now() + absl::Seconds(60);
  for (int i = 0; i < 15 || (answers <= 15 && absl::Now() < patience); ++i) {
    if (i % 3 == 2) {
      Replace("garbage", ServerEvent::POLICY_REJECTED);
    } else {
      Replace(i % 3 == 0 ? redacting : OfficePolicy(), ServerEvent::POLICY_LOADED);
    }
  }
  stop = true;
  for (std::thread& client : clients) client.join();
  EXPECT_GT(answers, 15);
}

TEST_F(PolicyReloadTest, ChangedFilesAreReadAgainWithoutASignal) {
  const auto cause = [&] { return office_->AuditRecords()->back().server().cause(); };
  std::ofstream(office_->proxy().policy_path()) << "garbage";
  EXPECT_TRUE(Soon([&] { return Events(ServerEvent::POLICY_REJECTED) == 1; }));
  EXPECT_EQ(cause(), "changed files");
  // Once is enough: the same files are not tried again and again.
  absl::SleepFor(absl::Seconds(3));
  EXPECT_EQ(Events(ServerEvent::POLICY_REJECTED), 1);
  EXPECT_THAT(office_->Ask("vendor", kName), IsAnswered());
  Replace(OfficePolicy(), ServerEvent::POLICY_LOADED);
  EXPECT_EQ(cause(), "signal");
  absl::SleepFor(absl::Seconds(3));
  EXPECT_EQ(Events(ServerEvent::POLICY_LOADED), 2);
}

// Made by openssl, as an admin would.
void MakeSigner(const std::string& folder) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"/usr/bin/openssl", "genpkey", "-algorithm", "ed25519", "-out",
                                 folder + "/signer.key"},
        std::vector<std::string>{"/usr/bin/openssl", "pkey", "-in", folder + "/signer.key",
                                 "-pubout", "-out", folder + "/signer.pub"}}) {
    ChildOptions options;
    options.arguments = arguments;
    ASSERT_THAT(RunProgram(options, ""), IsOk());
  }
  ASSERT_EQ(chmod((folder + "/signer.key").c_str(), 0600), 0);
}

TEST(SignedPolicyReloadTest, OnlyWhatASignerSignedIsPutIntoForce) {
  ASSERT_OK_AND_ASSIGN(const auto office, Office::Open());
  const std::string folder = office->proxy().folder();
  const std::string path = office->proxy().policy_path();
  MakeSigner(folder);
  const auto sign = [&] {
    return office->RunCommand({"policy", "sign", "--key", folder + "/signer.key", path});
  };
  const auto verify = [&] {
    return office->RunCommand({"policy", "verify", "--key", folder + "/signer.pub", path});
  };
  const auto count = [&](ServerEvent::Kind kind) {
    const auto records = office->AuditRecords();
    return std::count_if(records->begin(), records->end(), [&](const auto& record) {
      return record.has_server() && record.server().kind() == kind;
    });
  };
  ASSERT_THAT(office->proxy().Stop(SIGTERM), IsOk());
  std::ofstream(folder + "/sudare.textproto", std::ios::app)
      << "\npolicy_signers: \"signer.pub\"\n";
  EXPECT_FALSE(office->proxy().Restart().ok());
  EXPECT_THAT(office->proxy().Log(), HasSubstr("must be signed"));
  EXPECT_EQ(verify().code, 1);

  const Ended signing = sign();
  ASSERT_EQ(signing.code, 0) << signing.text;
  EXPECT_EQ(verify().code, 0);
  ASSERT_THAT(office->proxy().Restart(), IsOk());
  ASSERT_THAT(office->Ask("vendor", kName), IsAnswered());

  // The vendor's friend on the machine lets the vendor see names.
  const std::string opened = absl::StrReplaceAll(
      OfficePolicy(), {{"tokenize { domain: \"name\" scope: ROLE prefix: \"nam\" }", "allow {}"}});
  const auto rejected = count(ServerEvent::POLICY_REJECTED);
  office->ReplacePolicy(opened);
  EXPECT_TRUE(Soon([&] { return count(ServerEvent::POLICY_REJECTED) > rejected; }));
  EXPECT_THAT(office->proxy().Log(), HasSubstr("`policy.textproto` was changed"));
  EXPECT_THAT(*office->Ask("vendor", kName).rows[0][0], StartsWith("nam_"));

  // Signed, it is in force within seconds, without a signal.
  const auto loaded = count(ServerEvent::POLICY_LOADED);
  ASSERT_EQ(sign().code, 0);
  EXPECT_TRUE(Soon([&] { return count(ServerEvent::POLICY_LOADED) > loaded; }));
  EXPECT_THAT(*office->Ask("vendor", kName).rows[0][0], ::testing::Not(StartsWith("nam_")));
}

TEST_F(PolicyReloadTest, ABadPolicyIsRefusedAtTheStartWithFileLineAndColumn) {
  ASSERT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
  std::ofstream(office_->proxy().policy_path())
      << "classes { name: \"open\" }\nroles { nam: \"r\" }\n";
  ChildOptions options;
  options.arguments = {office_->proxy().command(), "serve", "--config",
                       office_->proxy().folder() + "/sudare.textproto"};
  const auto run = RunProgram(options, "");
  ASSERT_FALSE(run.ok());
  const std::string said(run.status().message());
  EXPECT_THAT(said, HasSubstr("policy.textproto:2:9: error"));
  EXPECT_THAT(said, HasSubstr("did you mean `name`?"));
  EXPECT_THAT(said, HasSubstr("nothing is served"));
}

TEST_F(PolicyReloadTest, PlainTextForOthersIsRefusedAtTheStart) {
  ASSERT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.0.2.1:7443"}) {
    const std::string config = office_->proxy().folder() + "/open.textproto";
    std::ofstream(config)
        << "listeners { address: \"" << address
        << "\" plaintext_on_loopback: true passwords: true }\n"
        << "database { connection: \"host=/tmp\" }\npolicy: \"policy.textproto\"\n"
        << "audit { folder: \"audit\" }\n";
    ChildOptions options;
    options.arguments = {office_->proxy().command(), "serve", "--config", config};
    const auto run = RunProgram(options, "");
    ASSERT_FALSE(run.ok()) << address;
    EXPECT_THAT(std::string(run.status().message()),
                ContainsRegex("open.textproto:1:22: error: plain text"));
  }
}

}  // namespace
}  // namespace sudare::testing
