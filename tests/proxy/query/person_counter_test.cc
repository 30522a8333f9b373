#include "proxy/query/person_counter.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/keyring.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;
using ::testing::SizeIs;
using Someone = sql::PersonPlan::Someone;

class PersonCounterTest : public ::testing::Test {
 protected:
  PersonCounter Counter(const std::vector<Value>& parameters = {}) {
    return PersonCounter(plan_, *hasher_, parameters,
                         [this](absl::Span<const absl::uint128> known,
                                uint64_t unnamed) -> absl::StatusOr<uint64_t> {
                           if (!refusal_.ok()) return refusal_;
                           known_.insert(known_.end(), known.begin(), known.end());
                           unnamed_ += unnamed;
                           return known.size() + unnamed;
                         });
  }
  // Values one after the other; "-" is NULL.
  static void Add(PersonCounter& counter, const std::vector<std::string>& row) {
    std::vector<int32_t> lengths;
    std::string data;
    for (const std::string& value : row) {
      lengths.push_back(value == "-" ? -1 : static_cast<int32_t>(value.size()));
      if (value != "-") data += value;
    }
    counter.AddRow(lengths, data);
  }

  const std::shared_ptr<const PersonHasher> hasher_ =
      (*Keyring::FromKey(1, "0123456789abcdef0123456789abcdef"))->MakePersonHasher();
  sql::PersonPlan plan_;
  absl::Status refusal_;
  std::vector<absl::uint128> known_;
  uint64_t unnamed_ = 0;
};

TEST_F(PersonCounterTest, CountsEachNumberOnce) {
  plan_.someone = {Someone{{{1, "employee"}}, false, {}}};
  PersonCounter counter = Counter();
  for (const char* number : {"7", "7", "8", "7", "9"}) Add(counter, {"x", number});
  ASSERT_THAT(counter.Count(), IsOk());
  Add(counter, {"-", "8"});
  ASSERT_THAT(counter.Count(), IsOk());
  EXPECT_THAT(known_, SizeIs(3));
  EXPECT_EQ(known_[0], hasher_->Hash("employee", "7"));
  EXPECT_EQ(counter.persons(), 3u);
  EXPECT_EQ(counter.new_persons(), 3u);
}

TEST_F(PersonCounterTest, WhoHasNoNumberCountsWithEachRow) {
  plan_.unnamed = 2;
  plan_.someone = {Someone{{{0, "employee"}, {1, "employee"}}, false, {}},
                   Someone{{{2, "employee"}}, true, {}}};
  PersonCounter counter = Counter();
  Add(counter, {"-", "8", "-"});
  Add(counter, {"-", "-", "-"});
  ASSERT_THAT(counter.Count(), IsOk());
  EXPECT_THAT(known_, SizeIs(1));
  // Two in each row, and one more in the second; the outer join that found nobody is nobody.
  EXPECT_EQ(unnamed_, 5u);
}

TEST_F(PersonCounterTest, WhoIsAskedForIsCountedIfThereAreRows) {
  Someone::Pin literal;
  literal.numbering = "employee";
  literal.literal = "7";
  Someone::Pin parameter;
  parameter.numbering = "employee";
  parameter.client_index = 2;
  plan_.someone = {Someone{{}, false, literal}, Someone{{}, false, parameter}};
  PersonCounter none = Counter({Value(), std::string("8")});
  ASSERT_THAT(none.Count(), IsOk());
  EXPECT_THAT(known_, SizeIs(0));
  PersonCounter counter = Counter({Value(), std::string("8")});
  Add(counter, {"a"});
  Add(counter, {"b"});
  ASSERT_THAT(counter.Count(), IsOk());
  EXPECT_THAT(known_, ::testing::ElementsAre(hasher_->Hash("employee", "7"),
                                             hasher_->Hash("employee", "8")));
}

TEST_F(PersonCounterTest, WhatIsRefusedDidNotLeave) {
  plan_.someone = {Someone{{{0, "employee"}}, false, {}}};
  refusal_ = absl::ResourceExhaustedError("no more");
  PersonCounter counter = Counter();
  Add(counter, {"7"});
  EXPECT_THAT(counter.Count(), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(counter.persons(), 0u);
}

TEST_F(PersonCounterTest, HashesDependOnKeyNumberingAndNumber) {
  const auto other = (*Keyring::FromKey(1, "another key of the same thirty-2"))->MakePersonHasher();
  EXPECT_NE(hasher_->Hash("employee", "7"), other->Hash("employee", "7"));
  EXPECT_NE(hasher_->Hash("employee", "7"), hasher_->Hash("insured", "7"));
  EXPECT_NE(hasher_->Hash("a", "bc"), hasher_->Hash("ab", "c"));
  EXPECT_EQ(hasher_->Hash("employee", "7"), hasher_->Hash("employee", "7"));
}

}  // namespace
}  // namespace sudare
