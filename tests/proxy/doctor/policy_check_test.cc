#include "proxy/doctor/policy_check.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "tests/proxy/doctor/codes.h"
#include "tests/proxy/doctor/folder.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"

namespace sudare::doctor {
namespace {

using ::sudare::testing::IsOk;
using ::testing::AllOf;
using ::testing::ElementsAre;

constexpr char kBase[] = R"(
  classes { name: "c" }
  tables { name: "s.t" columns { name: "a" class: "c" } }
  roles { name: "r" rules { class: "c" allow {} } }
)";
constexpr char kAdmin[] =
    R"(staff { name: "admin" duties: [ ADMINISTER ] certificate { san: "admin@city.example" } })";

std::string Vendor(const std::string& expires) {
  return absl::StrCat(R"(accounts { name: "vendor" role: "r" certificate { san: "v@x.example" }
      pledge { document: "1" signed: "2026-04-01" expires: ")",
                      expires, "\" } }\n");
}

class PolicyCheckTest : public ::testing::Test {
 protected:
  // On 2026-11-27 in Japan.
  Findings Check(const std::string& policy) {
    config_.set_policy(folder_.Write("policy.textproto", policy));
    return Check();
  }
  Findings Check() {
    Findings findings;
    policy_ = CheckPolicy(config_, absl::FromUnixSeconds(1795748400), &findings);
    return findings;
  }

  const Folder folder_;
  sudare::v1::Config config_;
  std::shared_ptr<const Policy> policy_;
};

TEST_F(PolicyCheckTest, AGoodOneIsToldWithItsHash) {
  const Findings findings = Check(absl::StrCat(kBase, kAdmin, Vendor("2027-03-31")));
  EXPECT_THAT(Codes(findings), ElementsAre("policy-ok", "policy-unsigned"));
  ASSERT_NE(policy_, nullptr);
  EXPECT_THAT(findings, Tells("policy-ok", policy_->hash()));
}

TEST_F(PolicyCheckTest, ErrorsAreToldOneByOne) {
  const Findings findings = Check("classes { nam: \"c\" }\nclasses { nam: \"d\" }");
  EXPECT_EQ(policy_, nullptr);
  EXPECT_THAT(findings,
              AllOf(Tells("policy-error", "policy.textproto:1"),
                    Tells("policy-error", "did you mean `name`?"), DoesNotTell("policy-ok")));
}

TEST_F(PolicyCheckTest, WarningsAreCounted) {
  EXPECT_THAT(Check(absl::StrCat(kBase, kAdmin, R"(staff { name: "idle" })")),
              Tells("policy-warnings", "sudare policy check"));
}

TEST_F(PolicyCheckTest, TokensNeedAKeyring) {
  const std::string tokens =
      absl::StrCat(R"(roles { name: "t" rules { class: "c" tokenize { domain: "d" } } })", kBase);
  EXPECT_THAT(Check(tokens), Tells("policy-error", "there is no keyring"));
  config_.mutable_keyring()->set_file("keyring");
  EXPECT_THAT(Check(tokens), DoesNotTell("policy-error"));
}

TEST_F(PolicyCheckTest, PledgesAreLookedAtOnTheDay) {
  EXPECT_THAT(Check(absl::StrCat(kBase, kAdmin, Vendor("2026-11-26"))),
              Tells("no-pledge", "vendor"));
  EXPECT_THAT(Check(absl::StrCat(kBase, kAdmin, Vendor("2026-11-27"))),
              AllOf(Tells("pledge-ends-soon", "2026-11-27"), DoesNotTell("no-pledge")));
  EXPECT_THAT(Check(absl::StrCat(kBase, kAdmin, Vendor("2026-12-26"))),
              Tells("pledge-ends-soon", "2026-12-26"));
  EXPECT_THAT(Check(absl::StrCat(kBase, kAdmin, Vendor("2026-12-27"))),
              DoesNotTell("pledge-ends-soon"));
}

TEST_F(PolicyCheckTest, SomebodyMustBeAbleToAskAProxy) {
  EXPECT_THAT(Check(kBase), Tells("no-admin", "ADMINISTER"));
}

TEST_F(PolicyCheckTest, WhereSignaturesAreAskedForTheyAreChecked) {
  const auto openssl = [](std::vector<std::string> arguments) {
    testing::ChildOptions options;
    options.arguments = {"/usr/bin/openssl"};
    options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
    return testing::RunProgram(options, "");
  };
  const std::string key = folder_.path() + "/key.pem", pub = folder_.path() + "/pub.pem";
  ASSERT_THAT(openssl({"genpkey", "-algorithm", "ed25519", "-out", key}), IsOk());
  ASSERT_THAT(openssl({"pkey", "-in", key, "-pubout", "-out", pub}), IsOk());
  config_.add_policy_signers(pub);
  const std::string text = absl::StrCat(kBase, kAdmin);
  EXPECT_THAT(Check(text), AllOf(Tells("policy-error", "sign"), DoesNotTell("policy-signed")));

  const auto pem = openssl({"pkey", "-in", key});
  ASSERT_THAT(pem, IsOk());
  const auto private_key = Ed25519PrivateKey::FromPem(*pem);
  ASSERT_THAT(private_key, IsOk());
  const auto signature = SignPolicyAt(config_.policy(), *private_key);
  ASSERT_THAT(signature, IsOk());
  folder_.Write("policy.textproto.sig", *signature);
  EXPECT_THAT(Codes(Check(text)), ElementsAre("policy-ok", "policy-signed"));
  EXPECT_THAT(Check(text + "# changed"), Tells("policy-error", "changed"));

  config_.add_policy_signers(folder_.Write("no.pem", "nothing"));
  EXPECT_THAT(Check(text), Tells("signer-unreadable", "no.pem"));
  EXPECT_EQ(policy_, nullptr);
}

}  // namespace
}  // namespace sudare::doctor
