// `sudare doctor` beside a real proxy: whose policy is in force, and that a proxy at work is left
// alone.
#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kStaff[] = R"(
staff { name: "admin" duties: [ ADMINISTER ] certificate { san: "admin@city.example" } }
)";
constexpr char kName[] = "SELECT full_name FROM payroll.employees WHERE employee_no = '000001'";

class DoctorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    OfficeOptions options;
    options.policy = OfficePolicy() + kStaff;
    options.more_config = "policy_watch: false";
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
  }

  std::vector<std::string> CertificateOf(const std::string& person) {
    ProxyProcess& proxy = office_->proxy();
    const std::string san =
        absl::StrCat(person, person == "vendor" ? "@example.com" : "@city.example");
    EXPECT_NE(proxy.TlsChannel(person, san), nullptr);
    const std::string stem = absl::StrCat(proxy.folder(), "/", person);
    return {"--ca", proxy.folder() + "/ca.pem", "--cert", stem + ".pem", "--key", stem + ".key"};
  }

  std::string Address() { return absl::StrCat("localhost:", office_->proxy().tls_port()); }

  Ended Doctor(std::vector<std::string> arguments, const std::string& person = "admin") {
    arguments.insert(arguments.begin(),
                     {"doctor", "--config", office_->proxy().folder() + "/sudare.textproto"});
    for (const std::string& flag : CertificateOf(person)) arguments.push_back(flag);
    return office_->RunCommand(arguments);
  }

  Ended Reload() {
    std::vector<std::string> arguments = {"policy", "reload", "--server", Address()};
    for (const std::string& flag : CertificateOf("admin")) arguments.push_back(flag);
    return office_->RunCommand(arguments);
  }

  void ChangeFiles(const std::string& from, const std::string& to) {
    std::ifstream old(office_->proxy().policy_path());
    const std::string text{std::istreambuf_iterator<char>(old), {}};
    std::ofstream(office_->proxy().policy_path()) << absl::StrReplaceAll(text, {{from, to}});
  }

  std::unique_ptr<Office> office_;
};

TEST_F(DoctorTest, ARunningProxyHasTheFilesPolicyUntilTheyChangeAndAfterAReload) {
  const Ended before = Doctor({"--proxy", Address()});
  EXPECT_EQ(before.code, 0) << before.text;
  EXPECT_THAT(before.text,
              AllOf(HasSubstr(Address() + ": has these files in force"),
                    HasSubstr("a proxy is running on this log"), HasSubstr("admin.pem"),
                    HasSubstr("[shared-login]"), HasSubstr("0 errors")));
  EXPECT_THAT(office_->Ask("vendor", kName), IsAnswered());

  ChangeFiles("keep_last: 4", "keep_last: 3");
  const Ended changed = Doctor({"--proxy", Address()});
  EXPECT_EQ(changed.code, 1) << changed.text;
  EXPECT_THAT(changed.text, AllOf(HasSubstr("[proxy-other-policy]"),
                                  HasSubstr("sudare policy reload --server " + Address())));

  EXPECT_EQ(Reload().code, 0);
  EXPECT_EQ(Doctor({"--proxy", Address()}).code, 0);

  ChangeFiles("keep_last: 3", "kep_last: 3");
  EXPECT_EQ(Reload().code, 1);
  const Ended rejected = Doctor({"--proxy", Address()});
  EXPECT_EQ(rejected.code, 1);
  EXPECT_THAT(rejected.text, AllOf(HasSubstr("[proxy-reload-failed]"), HasSubstr("[policy-error]"),
                                   HasSubstr("kep_last"), HasSubstr("[privileges-not-checked]")));
  EXPECT_THAT(office_->Ask("vendor", kName), IsAnswered());
}

TEST_F(DoctorTest, WhoIsNotToldIsNotSaidToBeGood) {
  const Ended vendor = Doctor({"--proxy", Address(), "--strict"}, "vendor");
  EXPECT_EQ(vendor.code, 1);
  EXPECT_THAT(vendor.text, AllOf(HasSubstr("UNCHECKED " + Address() + "  [proxy-not-checked]"),
                                 HasSubstr("vendor.pem"), Not(HasSubstr("in force, since"))));
  const Ended nobody = Doctor({"--proxy", "localhost:1", "--timeout", "2"});
  EXPECT_EQ(nobody.code, 1);
  EXPECT_THAT(nobody.text, HasSubstr("[proxy-unreachable]"));
}

TEST_F(DoctorTest, SpeaksJapaneseAndJsonAndTellsNoSecret) {
  const Ended japanese = Doctor({"--language", "ja", "--certificate", "/nowhere.pem"});
  EXPECT_EQ(japanese.code, 1);
  EXPECT_THAT(japanese.text,
              AllOf(HasSubstr("稼働中のプロキシ"), HasSubstr("異常      /nowhere.pem"),
                    Not(HasSubstr("of the test")), Not(HasSubstr("$argon2"))));
  const Ended json = Doctor({"--format", "json", "--proxy", Address()});
  google::protobuf::Struct parsed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json.text, &parsed).ok()) << json.text;
  EXPECT_EQ(parsed.fields().at("policy").string_value().size(), 64u);
  EXPECT_GT(parsed.fields().at("ok").number_value(), 10);
}

TEST_F(DoctorTest, AConfigurationThatIsNotThereIsWrongUsage) {
  const Ended ended = office_->RunCommand({"doctor", "--config", "/nowhere.textproto"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.text, HasSubstr("[config-error]"));
}

}  // namespace
}  // namespace sudare::testing
