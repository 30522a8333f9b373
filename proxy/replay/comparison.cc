#include "proxy/replay/comparison.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "proxy/report/period.h"

namespace sudare::replay {
namespace {

using sudare::v1::Outcome;
using sudare::v1::ReplayedQuery;
using sudare::v1::ReplaySummary;

constexpr char kOk[] = "OK";

struct Words {
  ReplayedQuery::Verdict verdict;
  // In summaries.
  const char* title;
  const char* title_ja;
  // Of one query; `{}` stands for what there is to add.
  const char* remark;
  const char* remark_ja;
};

constexpr Words kWords[] = {
    {ReplayedQuery::SAME, "the same", "一致", "", ""},
    {ReplayedQuery::SAME_IN_OTHER_ORDER, "the same rows in another order",
     "一致(行の順序のみ異なる)", "", ""},
    {ReplayedQuery::OTHER_ROW_COUNT, "another number of rows", "行数が異なる",
     "another number of rows: {}", "行数が異なります: {}"},
    {ReplayedQuery::OTHER_ROWS, "other rows", "行の内容が異なる",
     "as many rows, but not the same: {}", "行数は同じですが内容が異なります: {}"},
    {ReplayedQuery::OTHER_ROWS_OR_ORDER, "other rows, or another order",
     "行の内容または順序が異なる",
     "as many rows, and not the same in their order; of so many ({}) that is all that can be told: "
     "ask for them in parts, with ORDER BY a key, on the copy and on the original",
     "行数は同じですが、順序どおりには一致しません。行数が多い({}行)ため、内容と順序のどちらが"
     "異なるかは分かりません。複製と元の両方で、キー順に分けて照会し比べてください"},
    {ReplayedQuery::OTHER_END, "ended in another way", "終わり方が異なる",
     "it ended in another way: {}", "終わり方が異なります: {}"},
    {ReplayedQuery::OTHER_POLICY, "answered under another policy", "別の版のポリシーで回答",
     "answered under the policy {}: replay it with that version",
     "別の版のポリシー {} で回答されたものです。その版で再実行してください"},
    {ReplayedQuery::NOT_KEPT, "not replayable: literals weren't kept",
     "再実行できない(値が保存されていない)",
     "its literals weren't kept: for queries to come, set `sealed_statements` in `audit`",
     "値が保存されていません。今後の照会のためには設定 `audit` の `sealed_statements` を"
     "有効にしてください"},
    {ReplayedQuery::NOT_OPENED, "not replayable: literals are sealed",
     "再実行できない(値が封印されている)",
     "its literals are sealed: give the private key by `--replay-key`",
     "値が封印されています。`--replay-key` で秘密鍵を指定してください"},
    {ReplayedQuery::NOT_REPEATABLE, "not comparable: depends on time or chance",
     "比較できない(時刻・乱数に依存)", "another answer, but it depends on time or chance: {}",
     "回答が異なりますが、時刻または乱数に依存する照会です: {}"},
    {ReplayedQuery::INTERRUPTED, "not comparable: interrupted", "比較できない(中断された)",
     "it was interrupted: {}", "中断された照会です: {}"},
    {ReplayedQuery::NO_DIGEST, "not comparable: no digest", "比較できない(要約値がない)",
     "as many rows, but no digest to compare{}", "行数は同じですが要約値を比較できません{}"},
    {ReplayedQuery::WINDOW_UNKNOWN, "not replayable: window on another record",
     "再実行できない(保守作業枠の記録がない)",
     "its window {} isn't in this log: give the archives too (`--archive`), or replay the log that "
     "holds it",
     "保守作業枠 {} の記録がこのログにありません。`--archive` で古い部分も指定してください"},
    {ReplayedQuery::NOT_RUN, "could not be run", "実行できなかった", "it could not be run: {}",
     "実行できませんでした: {}"},
    {ReplayedQuery::OTHER_KEY, "not replayable: sealed to another key",
     "再実行できない(別の鍵で封印されている)",
     "its literals are sealed to another replay key than the one given",
     "指定された鍵とは別の鍵で封印されています"},
};

const Words& WordsOf(ReplayedQuery::Verdict verdict) {
  for (const Words& words : kWords) {
    if (words.verdict == verdict) return words;
  }
  return kWords[0];
}

std::string WalText(const ReplayedQuery& query) {
  return query.wal_position().empty() ? "-" : query.wal_position();
}

// "16/B374D848" as a number.
std::optional<uint64_t> WalNumber(const std::string& position) {
  const std::vector<std::string> parts = absl::StrSplit(position, '/');
  uint32_t high;
  uint32_t low;
  if (parts.size() != 2 || !absl::SimpleHexAtoi(parts[0], &high) ||
      !absl::SimpleHexAtoi(parts[1], &low)) {
    return std::nullopt;
  }
  return uint64_t{high} << 32 | low;
}

void CompareDigests(const Outcome& recorded, const Outcome& replayed, ReplayedQuery* query) {
  if (recorded.digest_key() == 0) {
    return SetVerdict(ReplayedQuery::NO_DIGEST, "", query);
  }
  if (replayed.digest_key() != recorded.digest_key()) {
    return SetVerdict(ReplayedQuery::NO_DIGEST,
                      absl::StrCat(" (keyring: key ", recorded.digest_key(), ")"), query);
  }
  if (replayed.result_digest() == recorded.result_digest()) {
    return SetVerdict(ReplayedQuery::SAME, "", query);
  }
  if (recorded.row_set_digest().empty() || replayed.row_set_digest().empty()) {
    return SetVerdict(ReplayedQuery::OTHER_ROWS_OR_ORDER, absl::StrCat(recorded.rows()), query);
  }
  if (replayed.row_set_digest() == recorded.row_set_digest()) {
    return SetVerdict(ReplayedQuery::SAME_IN_OTHER_ORDER, "", query);
  }
  SetVerdict(ReplayedQuery::OTHER_ROWS, absl::StrCat(recorded.rows()), query);
}

}  // namespace

ReplayedQuery AsRecorded(const RecordedRun& run) {
  ReplayedQuery query;
  query.set_query_id(run.intent.query_id());
  *query.mutable_time() = report::TimestampOf(run.time);
  query.set_account(run.intent.caller().account());
  query.set_window(run.intent.caller().window());
  query.set_policy_hash(run.intent.policy_hash());
  if (!run.outcome.has_value()) return query;
  query.set_recorded_rows(run.outcome->rows());
  query.set_recorded_status(run.outcome->status());
  query.set_snapshot(run.outcome->snapshot());
  query.set_wal_position(run.outcome->wal_position());
  return query;
}

void SetVerdict(ReplayedQuery::Verdict verdict, const std::string& what, ReplayedQuery* query) {
  const Words& words = WordsOf(verdict);
  query->set_verdict(verdict);
  query->set_remark(absl::StrReplaceAll(words.remark, {{"{}", what}}));
  query->set_remark_ja(absl::StrReplaceAll(words.remark_ja, {{"{}", what}}));
}

bool WasInterrupted(const Outcome& outcome) {
  for (const char* status : {"CANCELLED", "DEADLINE_EXCEEDED", "ABORTED", "UNAVAILABLE"}) {
    if (outcome.status() == status) return true;
  }
  return false;
}

void Compare(const Outcome& recorded, const Outcome& replayed, const std::string& unrepeatable,
             ReplayedQuery* query) {
  query->set_replayed_status(replayed.status());
  query->set_replayed_rows(replayed.rows());
  if (WasInterrupted(replayed)) {
    return SetVerdict(ReplayedQuery::NOT_RUN, replayed.status(), query);
  }
  const bool ends_alike =
      recorded.status() == replayed.status() && recorded.sqlstate() == replayed.sqlstate();
  if (!ends_alike && recorded.status() == "RESOURCE_EXHAUSTED") {
    // A window's budget depends on what else was asked in it.
    SetVerdict(ReplayedQuery::INTERRUPTED, recorded.status(), query);
  } else if (!ends_alike) {
    SetVerdict(ReplayedQuery::OTHER_END, absl::StrCat(recorded.status(), " → ", replayed.status()),
               query);
  } else if (recorded.status() != kOk) {
    SetVerdict(ReplayedQuery::SAME, "", query);
  } else if (recorded.rows() != replayed.rows()) {
    SetVerdict(ReplayedQuery::OTHER_ROW_COUNT,
               absl::StrCat(recorded.rows(), " → ", replayed.rows()), query);
  } else {
    CompareDigests(recorded, replayed, query);
  }
  if (!unrepeatable.empty() && !IsSame(query->verdict())) {
    SetVerdict(ReplayedQuery::NOT_REPEATABLE, unrepeatable, query);
  }
}

bool IsSame(ReplayedQuery::Verdict verdict) {
  return verdict == ReplayedQuery::SAME || verdict == ReplayedQuery::SAME_IN_OTHER_ORDER;
}

void Tally::Add(const ReplayedQuery& query) {
  summary_.set_queries(summary_.queries() + 1);
  auto& counts = *summary_.mutable_counts();
  auto count = std::find_if(counts.begin(), counts.end(), [&](const ReplaySummary::Count& one) {
    return one.verdict() == query.verdict();
  });
  if (count == counts.end()) {
    summary_.add_counts()->set_verdict(query.verdict());
    count = counts.end() - 1;
  }
  count->set_queries(count->queries() + 1);
  if (query.verdict() == ReplayedQuery::OTHER_POLICY) {
    auto& policies = *summary_.mutable_other_policies();
    auto policy = std::find_if(policies.begin(), policies.end(), [&](const auto& one) {
      return one.policy_hash() == query.policy_hash();
    });
    if (policy == policies.end()) {
      summary_.add_other_policies()->set_policy_hash(query.policy_hash());
      policy = policies.end() - 1;
    }
    policy->set_queries(policy->queries() + 1);
  }
  const std::optional<uint64_t> wal = WalNumber(query.wal_position());
  if (!wal.has_value()) return;
  if (*wal < WalNumber(summary_.first_wal_position()).value_or(UINT64_MAX)) {
    summary_.set_first_wal_position(query.wal_position());
  }
  if (*wal >= WalNumber(summary_.last_wal_position()).value_or(0)) {
    summary_.set_last_wal_position(query.wal_position());
  }
}

ReplaySummary Tally::Summary() const {
  ReplaySummary summary = summary_;
  auto& counts = *summary.mutable_counts();
  std::sort(counts.begin(), counts.end(),
            [](const auto& a, const auto& b) { return a.verdict() < b.verdict(); });
  summary.set_all_same(summary.queries() > 0 &&
                       std::all_of(counts.begin(), counts.end(),
                                   [](const auto& count) { return IsSame(count.verdict()); }));
  return summary;
}

std::string LineOf(const ReplayedQuery& query) {
  if (IsSame(query.verdict())) return "";
  return absl::StrCat(report::TimeText(query.time()), "  ", query.query_id(), "  ", query.account(),
                      "  ", query.recorded_status(), "  WAL ", WalText(query), "\n    ",
                      query.remark(), "\n    ", query.remark_ja(), "\n");
}

std::string TextOf(const ReplaySummary& summary) {
  std::string text =
      absl::StrCat("policy ", summary.policy_hash(), "\nqueries / 照会 ", summary.queries(), "\n");
  for (const ReplaySummary::Count& count : summary.counts()) {
    const Words& words = WordsOf(count.verdict());
    absl::StrAppend(&text, "  ", count.queries(), "  ", words.title, " / ", words.title_ja, "\n");
  }
  for (const ReplaySummary::OtherPolicy& other : summary.other_policies()) {
    absl::StrAppend(&text, "  needs policy / 必要なポリシー ", other.policy_hash(), ": ",
                    other.queries(), "\n");
  }
  if (!summary.first_wal_position().empty()) {
    absl::StrAppend(&text, "WAL ", summary.first_wal_position(), " – ", summary.last_wal_position(),
                    "\n");
  }
  if (summary.queries() == 0) {
    return absl::StrCat(text,
                        "この期間に実行された照会はありません。 / No query of this period is on "
                        "record.\n");
  }
  return absl::StrCat(
      text, summary.all_same()
                ? "すべての照会が同じ結果になりました。 / Every query shows the same again.\n"
                : "同じ結果にならない照会、または確認できない照会があります。 / Not every query "
                  "shows the same again, or could be asked again.\n");
}

}  // namespace sudare::replay
