#include "policy/rule_text.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace sudare {
namespace {

v1::Rule RuleOf(const std::string& text) {
  v1::Rule rule;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &rule)) << text;
  return rule;
}

TEST(RuleTextTest, IsTheRuleAsAuthorsWriteIt) {
  EXPECT_EQ(RuleText(RuleOf(R"(class: "name" hide {} comment: "氏名")")),
            R"(rules { class: "name" hide {} comment: "氏名" })");
  EXPECT_EQ(RuleText(RuleOf(R"(table: "a.b" generalize { date_to: YEAR })")),
            R"(rules { table: "a.b" generalize { date_to: YEAR } })");
}

TEST(RuleTextTest, TheMaskStandsWithoutSelectorsAndComment) {
  EXPECT_EQ(MaskText(RuleOf(R"(class: "a" json { keep: "$.a" keep: "$.b" } comment: "c")")),
            R"(json { keep: "$.a" keep: "$.b" })");
  EXPECT_EQ(MaskText(RuleOf(R"(class: "a" tokenize { domain: "d" digits {} })")),
            R"(tokenize { domain: "d" digits {} })");
  EXPECT_EQ(MaskText(RuleOf(R"(class: "a")")), "");
}

TEST(RuleTextTest, ReadsBackWhateverIsInIt) {
  const v1::Rule rule = RuleOf(R"(class: "a" redact { constant: "\"{ }\n\\坂" })");
  EXPECT_EQ(RuleOf(FieldsText(rule)).SerializeAsString(), rule.SerializeAsString());
}

}  // namespace
}  // namespace sudare
