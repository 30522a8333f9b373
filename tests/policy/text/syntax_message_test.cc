#include "policy/text/syntax_message.h"

#include <gtest/gtest.h>

namespace sudare::text {
namespace {

TEST(SyntaxMessageTest, AMessageThatIsNotKnownPassesOnOneLine) {
  EXPECT_EQ(TranslateParserMessage("Some \"new\" complaint\nof protobuf.").message,
            "some `new` complaint?of protobuf");
  EXPECT_EQ(TranslateParserMessage("").message, "");
}

TEST(SyntaxMessageTest, WhatWasFoundIsNotRepeatedIfItIsAText) {
  EXPECT_EQ(TranslateParserMessage("Expected \":\", found \"\"hunter2\"\".").message,
            "expected `:`, found text in quotes");
  EXPECT_EQ(TranslateParserMessage("Expected integer, got: 'hunter2'").message,
            "expected a whole number, found text in quotes");
  EXPECT_EQ(TranslateParserMessage("Expected string, got: hunter2").message,
            "expected text in quotes");
}

TEST(SyntaxMessageTest, AMessageWithoutFieldsSaysSo) {
  const SyntaxMessage message =
      TranslateParserMessage("Message type \"sudare.v1.Allow\" has no field named \"if\".");
  EXPECT_EQ(message.message, "unknown field `if` in `allow`");
  EXPECT_EQ(message.advice, "`allow` has no fields");
  EXPECT_TRUE(message.belongs_to_token_before);
}

}  // namespace
}  // namespace sudare::text
