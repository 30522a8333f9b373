#include "proxy/audit/record.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare::audit {
namespace {

TEST(RecordTest, MakesServerEventsAndLogins) {
  const auto event = MakeServerEvent(sudare::v1::ServerEvent::STARTED, "abc", "listens");
  EXPECT_EQ(event.server().kind(), sudare::v1::ServerEvent::STARTED);
  EXPECT_EQ(event.server().policy_hash(), "abc");
  sudare::v1::Caller caller;
  caller.set_account("a");
  const auto login = MakeLogin(caller, false, "wrong password", "hash");
  EXPECT_EQ(login.login().caller().account(), "a");
  EXPECT_FALSE(login.login().accepted());
  EXPECT_EQ(login.login().policy_hash(), "hash");
}

TEST(RecordTest, TextIsMadeValidAtEveryDepth) {
  sudare::v1::AuditRecord record;
  record.mutable_intent()->set_purpose("\xff");
  record.mutable_intent()->mutable_caller()->set_peer("a\xc3");
  record.mutable_intent()->add_columns()->set_column("給与\xe7");
  record.set_previous_hash("\xff");
  MakeTextValid(&record);
  EXPECT_EQ(record.intent().purpose(), "\uFFFD");
  EXPECT_EQ(record.intent().caller().peer(), "a\uFFFD");
  EXPECT_EQ(record.intent().columns(0).column(), "給与\uFFFD");
  // Bytes are bytes.
  EXPECT_EQ(record.previous_hash(), "\xff");
}

}  // namespace
}  // namespace sudare::audit
