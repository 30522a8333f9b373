#include "proxy/sql/repeatability.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace sudare::sql {
namespace {

std::string PartOf(const std::string& text) {
  auto parsed = Parse(text, ParseLimits());
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return parsed.ok() ? UnrepeatablePart(*parsed) : "";
}

TEST(RepeatabilityTest, NamesWhatAsksForTheTimeOrForChance) {
  EXPECT_EQ(PartOf("SELECT 1 WHERE EXISTS (SELECT now())"), "now");
  EXPECT_EQ(PartOf("SELECT pg_catalog.statement_timestamp()"), "statement_timestamp");
  EXPECT_EQ(PartOf("SELECT a FROM t WHERE random() < 0.01"), "random");
  EXPECT_EQ(PartOf("WITH x AS (SELECT gen_random_uuid() u) SELECT u FROM x"), "gen_random_uuid");
  EXPECT_EQ(PartOf("SELECT a FROM t WHERE d < CURRENT_DATE"), "CURRENT_TIMESTAMP or its kin");
  EXPECT_EQ(PartOf("SELECT a FROM t ORDER BY localtime"), "CURRENT_TIMESTAMP or its kin");
  EXPECT_EQ(PartOf("SELECT ' Today '::date"), "'today'");
  EXPECT_EQ(PartOf("SELECT age(birth_date) FROM t"), "age");
}

TEST(RepeatabilityTest, IsSilentAboutAllElse) {
  EXPECT_EQ(PartOf("SELECT now, random AS today FROM t"), "");
  EXPECT_EQ(PartOf("SELECT age('2026-04-01', birth_date), 'the day today' FROM t"), "");
  EXPECT_EQ(PartOf("SELECT current_user, date '2026-04-01'"), "");
}

}  // namespace
}  // namespace sudare::sql
