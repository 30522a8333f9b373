#include "proxy/doctor/proxy_check.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proxy/doctor/codes.h"

namespace sudare::doctor {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kFiles(64, 'a');
const std::string kOther(64, 'b');

ProxyAnswer Answer(const std::string& address, const std::string& hash) {
  ProxyAnswer answer;
  answer.address = address;
  answer.hash = hash;
  return answer;
}

Findings Check(const std::vector<ProxyAnswer>& answers, const std::string& files = kFiles) {
  Findings findings;
  CheckProxies(answers, files, &findings);
  return findings;
}

TEST(ProxyCheck, AProxyWithTheFilesIsGood) {
  EXPECT_THAT(Codes(Check({Answer("a:1", kFiles), Answer("b:1", kFiles)})),
              ElementsAre("proxy-ok", "proxy-ok"));
}

TEST(ProxyCheck, AProxyWithAnotherPolicyIsTold) {
  const Findings findings = Check({Answer("a:1", kFiles), Answer("b:1", kOther)});
  EXPECT_THAT(Codes(findings), ElementsAre("proxy-ok", "proxy-other-policy"));
  EXPECT_THAT(findings, Tells("proxy-other-policy", "bbbbbbbbbbbb, the files are aaaaaaaaaaaa"));
}

TEST(ProxyCheck, ARejectedReloadIsNotGoodEvenIfTheHashIs) {
  ProxyAnswer answer = Answer("a:1", kFiles);
  answer.last_was_loaded = false;
  answer.first_error = "unknown class `pya`";
  const Findings findings = Check({answer});
  EXPECT_THAT(Codes(findings), ElementsAre("proxy-reload-failed"));
  EXPECT_THAT(findings, Tells("proxy-reload-failed", "unknown class `pya`"));
}

TEST(ProxyCheck, SilenceIsAnErrorAndARefusalIsNotKnowing) {
  ProxyAnswer away = Answer("a:1", "");
  away.status = absl::UnavailableError("failed to connect");
  ProxyAnswer slow = Answer("b:1", "");
  slow.status = absl::DeadlineExceededError("too long");
  ProxyAnswer refused = Answer("c:1", "");
  refused.status = absl::PermissionDeniedError("`head` does not hold the duty ADMINISTER");
  ProxyAnswer unknown = Answer("d:1", "");
  unknown.status = absl::UnauthenticatedError("no certificate");
  const Findings findings = Check({away, slow, refused, unknown});
  EXPECT_THAT(Codes(findings), ElementsAre("proxy-unreachable", "proxy-unreachable",
                                           "proxy-not-checked", "proxy-not-checked"));
  EXPECT_THAT(findings, AllOf(Tells("proxy-unreachable", "failed to connect"),
                              Tells("proxy-not-checked", "duty ADMINISTER")));
}

TEST(ProxyCheck, WithoutFilesProxiesAreHeldAgainstEachOther) {
  EXPECT_THAT(Check({Answer("a:1", kFiles), Answer("b:1", kOther)}, ""),
              Tells("proxies-differ", "a:1"));
  EXPECT_THAT(Codes(Check({Answer("a:1", kOther), Answer("b:1", kOther)}, "")), IsEmpty());
}

TEST(ProxyCheck, ThatNoneWasAskedIsSaid) {
  EXPECT_THAT(Codes(Check({})), ElementsAre("no-proxy-named"));
}

}  // namespace
}  // namespace sudare::doctor
