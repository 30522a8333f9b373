#include "proxy/state/state_limits.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace sudare::state {
namespace {

using ::testing::Eq;
using testing::IsOk;
using ::testing::Optional;
using testing::StatusIs;

TEST(StateLimitsTest, TheEndOfAPrefixIsTheNextKeyThatDoesNotBeginWithIt) {
  EXPECT_THAT(EndOfPrefix("a"), Optional(Eq("b")));
  EXPECT_THAT(EndOfPrefix("a\xff"), Optional(Eq("b")));
  EXPECT_THAT(EndOfPrefix("a\x7f"), Optional(Eq("a\x80")));
  EXPECT_THAT(EndOfPrefix(std::string("a\0", 2)), Optional(Eq("a\x01")));
  EXPECT_THAT(EndOfPrefix(""), Eq(std::nullopt));
  EXPECT_THAT(EndOfPrefix("\xff\xff"), Eq(std::nullopt));
}

TEST(StateLimitsTest, TakesWhatFitsAndNoByteMore) {
  EXPECT_THAT(CheckEntry("t", std::string(kMaxKeyBytes, 'k'), std::string(kMaxValueBytes, 'v')),
              IsOk());
  EXPECT_THAT(CheckEntry("t", std::string(kMaxKeyBytes + 1, 'k'), ""),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckEntry("t", "", std::string(kMaxValueBytes + 1, 'v')),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckTable(std::string(63, 'a')), IsOk());
  EXPECT_THAT(CheckTable(std::string(64, 'a')), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(StateLimitsTest, NamesOfSchemasAreNoneOfPostgresqlsOwn) {
  EXPECT_THAT(CheckSchemaName("sudare_state2"), IsOk());
  for (const char* name : {"pg_x", "information_schema", "2a", "a-b", "A", ""}) {
    EXPECT_THAT(CheckSchemaName(name), StatusIs(absl::StatusCode::kInvalidArgument)) << name;
  }
}

}  // namespace
}  // namespace sudare::state
