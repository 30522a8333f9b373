#include "proxy/cli/token_answer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

sudare::v1::DetokenizeResponse Response() {
  sudare::v1::DetokenizeResponse response;
  response.set_value("山田 \"太郎\"\x1b[2J");
  sudare::v1::TokenOrigin& origin = *response.mutable_origin();
  origin.set_domain("name");
  origin.set_scope("account");
  origin.set_role("payroll");
  origin.set_account("payroll-01");
  sudare::v1::TokenClass* data_class = origin.add_classes();
  data_class->set_name("person_name");
  data_class->set_title("氏名");
  origin.add_classes()->set_name("holder");
  sudare::v1::TokenHolder* holder = origin.add_holders();
  holder->set_account("payroll-01");
  holder->set_role("payroll");
  holder->set_organization("vendor");
  response.set_call_id("c0ffee");
  response.set_token_reference("45a4");
  return response;
}

TEST(TokenAnswerTest, PeopleReadALineForEachFact) {
  EXPECT_EQ(ShownTokenAnswer(ToTokenAnswer(Response())),
            "value      山田 \"太郎\"\\x1b[2J\n"
            "scope      account payroll-01 of role payroll\n"
            "domain     name\n"
            "data       person_name (氏名), holder\n"
            "shown to   payroll-01 (vendor)\n"
            "call       c0ffee\n"
            "reference  45a4\n");
}

TEST(TokenAnswerTest, ProgramsReadOneObject) {
  EXPECT_EQ(JsonTokenAnswer(ToTokenAnswer(Response())),
            "{\"value\":\"山田 "
            "\\\"太郎\\\"\\u001b[2J\",\"domain\":\"name\",\"scope\":\"account\",\"window\":\"\","
            "\"role\":\"payroll\",\"account\":\"payroll-01\","
            "\"classes\":[{\"name\":\"person_name\",\"title\":\"氏名\"},"
            "{\"name\":\"holder\",\"title\":\"\"}],"
            "\"holders\":[{\"account\":\"payroll-01\",\"role\":\"payroll\","
            "\"organization\":\"vendor\"}],"
            "\"call_id\":\"c0ffee\",\"token_reference\":\"45a4\"}\n");
}

TEST(TokenAnswerTest, ATraceHasNoValue) {
  sudare::v1::TraceResponse response;
  *response.mutable_origin() = Response().origin();
  const TokenAnswer answer = ToTokenAnswer(response);
  EXPECT_THAT(ShownTokenAnswer(answer), Not(HasSubstr("value")));
  EXPECT_THAT(JsonTokenAnswer(answer), HasSubstr("{\"domain\":"));
}

}  // namespace
}  // namespace sudare
