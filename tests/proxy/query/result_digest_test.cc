#include "proxy/query/result_digest.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/keyring.h"
#include "policy/value.h"

namespace sudare {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

using Row = std::vector<Value>;

std::shared_ptr<const DigestKey> KeyOf(const std::string& master, uint32_t id = 1) {
  return (*Keyring::FromKey(id, master))->MakeDigestKey();
}

const std::string kMaster = "0123456789abcdef0123456789abcdef";

struct Shown {
  std::vector<std::pair<std::string, std::string>> columns = {{"no", "text"}, {"name", "text"}};
  std::vector<Row> rows;
  std::string query_id = "q1";
  size_t rows_in_batch = 3;
  std::shared_ptr<const DigestKey> key = KeyOf(kMaster);

  ResultDigest Digest() const {
    ResultDigest digest(*key, query_id);
    for (const auto& [name, type] : columns) digest.AddColumn(name, type);
    for (size_t at = 0; at < rows.size();) {
      std::string data;
      std::vector<int32_t> lengths;
      const size_t end = std::min(rows.size(), at + rows_in_batch);
      const size_t count = end - at;
      for (; at < end; ++at) {
        for (const Value& value : rows[at]) {
          data += value.value_or("");
          lengths.push_back(value.has_value() ? static_cast<int32_t>(value->size()) : -1);
        }
      }
      digest.AddRows(data, lengths, count);
    }
    return digest;
  }
  std::string InOrder() const { return Digest().InOrder(); }
  std::string AsSet() const { return Digest().AsSet(); }
};

Shown Rows(std::vector<Row> rows) {
  Shown shown;
  shown.rows = std::move(rows);
  return shown;
}

// The library's SipHash is the published one: vectors_sip128 of the reference implementation
// (https://github.com/veorq/SipHash), key 00 01 … 0f, no input and the input 00.
TEST(ResultDigestTest, RowsAreHashedBySipHash) {
  unsigned char key[crypto_shorthash_siphashx24_KEYBYTES];
  for (size_t i = 0; i < sizeof key; ++i) key[i] = static_cast<unsigned char>(i);
  const unsigned char zero = 0;
  for (const auto& [size, expected] : {std::make_pair(0, "a3817f04ba25a8e66df67214c7550293"),
                                       std::make_pair(1, "da87c1d86b99af44347659119b22fc45")}) {
    unsigned char hash[crypto_shorthash_siphashx24_BYTES];
    crypto_shorthash_siphashx24(hash, &zero, static_cast<unsigned long long>(size), key);
    const absl::string_view bytes(reinterpret_cast<const char*>(hash), sizeof hash);
    EXPECT_EQ(absl::BytesToHexString(bytes), expected);
  }
}

// The library's Poly1305 is the published one: RFC 8439, 2.5.2.
TEST(ResultDigestTest, StreamsAreHashedByPoly1305) {
  const std::string key =
      absl::HexStringToBytes("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b");
  const std::string text = "Cryptographic Forum Research Group";
  unsigned char tag[crypto_onetimeauth_BYTES];
  crypto_onetimeauth(tag, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     reinterpret_cast<const unsigned char*>(key.data()));
  const absl::string_view bytes(reinterpret_cast<const char*>(tag), sizeof tag);
  EXPECT_EQ(absl::BytesToHexString(bytes), "a8061dc1305136c6c22b8baf0c0127a9");
}

// Where a batch ends is a matter of size and time.
TEST(ResultDigestTest, HowRowsArePartedDoesNotCount) {
  Shown shown;
  for (int i = 0; i < 100; ++i) {
    shown.rows.push_back({std::to_string(i * i), i % 7 == 0 ? Value() : std::string(i, 'x')});
  }
  std::set<std::string> in_order;
  std::set<std::string> as_set;
  for (const size_t rows : {1, 2, 7, 64, 99, 100}) {
    shown.rows_in_batch = rows;
    in_order.insert(shown.InOrder());
    as_set.insert(shown.AsSet());
  }
  EXPECT_THAT(in_order, SizeIs(1));
  EXPECT_THAT(as_set, SizeIs(1));
}

TEST(ResultDigestTest, OfVeryManyRowsThereIsNoSet) {
  Shown shown;
  shown.rows_in_batch = 1000;
  shown.rows.assign(ResultDigest::kMostSetRows, {"1", "a"});
  EXPECT_THAT(shown.AsSet(), SizeIs(32));
  const std::string before = shown.InOrder();
  shown.rows.push_back({"2", "b"});
  EXPECT_THAT(shown.AsSet(), IsEmpty());
  EXPECT_THAT(ResultDigest(*shown.key, "q1", ResultDigest::kAllRows).AsSet(), SizeIs(32));
  EXPECT_THAT(shown.InOrder(), SizeIs(32));
  EXPECT_NE(shown.InOrder(), before);
  shown.rows.back() = {"2", "c"};
  const std::string other = shown.InOrder();
  shown.rows.back() = {"2", "b"};
  EXPECT_NE(shown.InOrder(), other);
}

TEST(ResultDigestTest, TheSameRowsGiveTheSame) {
  const Shown shown = Rows({{"1", "a"}, {"2", std::nullopt}});
  EXPECT_THAT(shown.InOrder(), SizeIs(32));
  EXPECT_EQ(shown.InOrder(), Rows({{"1", "a"}, {"2", std::nullopt}}).InOrder());
  EXPECT_EQ(shown.AsSet(), Rows({{"1", "a"}, {"2", std::nullopt}}).AsSet());
  EXPECT_NE(shown.InOrder(), shown.AsSet());
}

TEST(ResultDigestTest, AnotherOrderIsSeenByOneOfThemAlone) {
  const Shown shown = Rows({{"1", "a"}, {"2", "b"}, {"3", "c"}});
  const Shown other = Rows({{"3", "c"}, {"1", "a"}, {"2", "b"}});
  EXPECT_NE(shown.InOrder(), other.InOrder());
  EXPECT_EQ(shown.AsSet(), other.AsSet());
}

TEST(ResultDigestTest, WhateverElseIsAnotherGivesOthers) {
  const std::vector<std::vector<Row>> results = {
      {},
      {{"1", "a"}},
      {{"1", "a"}, {"1", "a"}},
      {{"1", "a"}, {"1", "a"}, {"1", "a"}},
      {{"1", "b"}},
      // The border between two values, between two rows, and NULL against the empty text.
      {{"", "1a"}},
      {{"1a", ""}},
      {{"1a", std::nullopt}},
      {{std::nullopt, "1a"}},
      {{"1", "a"}, {"2", "b"}},
      {{"1", "b"}, {"2", "a"}},
      {{"1", "a"}, {"1", "b"}, {"2", "a"}},
      {{"", ""}},
      {{std::nullopt, std::nullopt}},
      {{"", ""}, {"", ""}},
      {{std::string(1, '\0'), ""}},
      {{std::string(2, '\0'), ""}},
  };
  std::set<std::string> in_order;
  std::set<std::string> as_set;
  for (const std::vector<Row>& rows : results) {
    in_order.insert(Rows(rows).InOrder());
    as_set.insert(Rows(rows).AsSet());
  }
  EXPECT_THAT(in_order, SizeIs(results.size()));
  EXPECT_THAT(as_set, SizeIs(results.size()));
}

// Each length around a kilobyte, and a change at each place.
TEST(ResultDigestTest, LongValuesCountToTheirLastByte) {
  std::set<std::string> digests;
  size_t results = 0;
  for (size_t size = 980; size < 1080; ++size, ++results) {
    digests.insert(Rows({{std::string(size, '\0'), "x"}}).AsSet());
  }
  for (size_t place = 0; place < 5000; place += 7, ++results) {
    std::string text(5000, 'a');
    text[place] = 'b';
    digests.insert(Rows({{text, "x"}}).AsSet());
  }
  EXPECT_THAT(digests, SizeIs(results));
}

TEST(ResultDigestTest, ManyRowsInAnyOrderAreOneSet) {
  std::vector<Row> rows;
  for (int i = 0; i < 5000; ++i) rows.push_back({std::to_string(i % 1700), std::to_string(i % 3)});
  const Shown shown = Rows(rows);
  std::reverse(rows.begin(), rows.end());
  std::rotate(rows.begin(), rows.begin() + 1234, rows.end());
  EXPECT_EQ(shown.AsSet(), Rows(rows).AsSet());
  rows[77][1] = "another";
  EXPECT_NE(shown.AsSet(), Rows(rows).AsSet());
}

TEST(ResultDigestTest, ColumnsHaveNamesAndTypes) {
  const Shown shown = Rows({{"1", "a"}});
  Shown renamed = shown;
  renamed.columns[0].first = "number";
  Shown retyped = shown;
  retyped.columns[0].second = "int4";
  Shown shifted = shown;
  shifted.columns = {{"not", "ext"}, {"name", "text"}};
  for (const Shown& other : {renamed, retyped, shifted}) {
    EXPECT_NE(shown.InOrder(), other.InOrder());
    EXPECT_NE(shown.AsSet(), other.AsSet());
  }
}

// Else who reads the log could guess a value, or ask the proxy for it and compare.
TEST(ResultDigestTest, NobodyWithoutTheKeyOrOfAnotherQueryGetsTheSame) {
  const Shown shown = Rows({{"300000", "x"}});
  Shown other_key = shown;
  other_key.key = KeyOf("another key of thirty-two bytes.");
  Shown other_query = shown;
  other_query.query_id = "q2";
  EXPECT_NE(shown.AsSet(), other_key.AsSet());
  EXPECT_NE(shown.AsSet(), other_query.AsSet());
  EXPECT_NE(shown.InOrder(), other_query.InOrder());
}

TEST(ResultDigestTest, IsMadeWithTheKeyThatIsNamed) {
  EXPECT_EQ(KeyOf(kMaster, 7)->id(), 7u);
  EXPECT_EQ(Rows({}).Digest().key_id(), 1u);
}

}  // namespace
}  // namespace sudare
