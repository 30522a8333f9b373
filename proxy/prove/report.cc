#include "proxy/prove/report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "policy/base/utf8.h"

namespace sudare::prove {
namespace {

// Names of columns in a text; JSON has them all.
constexpr size_t kShownNames = 12;

std::string Names(const std::vector<std::string>& names) {
  if (names.size() <= kShownNames) return absl::StrJoin(names, ", ");
  return absl::StrCat(absl::StrJoin(names.begin(), names.begin() + kShownNames, ", "), " and ",
                      names.size() - kShownNames, " more");
}

std::string Indented(absl::string_view text, absl::string_view by) {
  return absl::StrCat(by, absl::StrReplaceAll(text, {{"\n", absl::StrCat("\n", by)}}), "\n");
}

double Percent(size_t part, size_t whole) {
  return whole == 0 ? 100.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

void AppendAccount(const AccountProof& proof, std::string* out) {
  absl::StrAppend(out, "\n", proof.account, " (", proof.role, ")\n");
  absl::StrAppend(out, "  the other database differs in ", proof.values_changed, " values of ",
                  proof.columns_changed, " columns; of hidden rows ", proof.rows_changed,
                  " are others, ", proof.rows_added, " came, ", proof.rows_removed, " went\n");
  if (!proof.columns_kept.empty()) {
    absl::StrAppend(out, "  ", proof.columns_kept.size(),
                    " hidden columns could not be varied: ", Names(proof.columns_kept), "\n");
  }
  absl::StrAppendFormat(out, "  %d queries, %d of them attacks; %d answered\n", proof.queries,
                        proof.attacks, proof.answered);
  absl::StrAppendFormat(out, "  ordinary queries: %d of %d answered (%.1f %%)\n",
                        proof.answerable_answered, proof.answerable,
                        Percent(proof.answerable_answered, proof.answerable));
  if (!proof.refusals.empty()) {
    absl::StrAppend(out, "  not answered: ",
                    absl::StrJoin(proof.refusals, ", ",
                                  [](std::string* text, const auto& refusal) {
                                    absl::StrAppend(text, refusal.first, " ", refusal.second);
                                  }),
                    "\n");
  }
  absl::StrAppend(out, "  ", proof.differences, " differences, ", proof.leaks, " leaks");
  if (proof.order_only > 0) absl::StrAppend(out, ", ", proof.order_only, " in another order only");
  if (proof.cut_short > 0) absl::StrAppend(out, ", ", proof.cut_short, " too slow or too large");
  absl::StrAppend(out, "\n");
}

void AppendExample(const CounterExample& example, std::string* out) {
  absl::StrAppend(out, "\n", FindingName(example.finding), ": ", example.what, ", as ",
                  example.account, ", found by ", example.name, "\n", Indented(example.sql, "  "));
  const bool is_difference = example.finding == Finding::kDifference;
  absl::StrAppend(out, "  seen\n", Indented(example.one, "    "),
                  is_difference ? "  the masked database\n" : "  seen of the other database\n",
                  Indented(example.other, "    "));
}

void AppendProof(const ProofReport& report, std::string* out) {
  absl::StrAppend(out, "schema: ", report.tables, " tables, ", report.rows, " rows made\n");
  if (!report.schema.made_roles.empty()) {
    absl::StrAppend(out, "roles made for it: ", Names(report.schema.made_roles), "\n");
  }
  for (const std::string& skipped : report.schema.skipped) {
    absl::StrAppend(out, "left out: ", skipped, "\n");
  }
  for (const std::string& table : report.unfilled) {
    absl::StrAppend(out, "not filled: ", table, "\n");
  }
  if (!report.missing.empty()) {
    absl::StrAppend(out, "listed by the policy and not in the schema: ", Names(report.missing),
                    "\n");
  }
  for (const AccountProof& proof : report.accounts) AppendAccount(proof, out);
  for (const CounterExample& example : report.counter_examples) AppendExample(example, out);
}

void AppendScore(const PackScore& score, std::string* out) {
  absl::StrAppend(out, "\npack, as ", score.account, "\n");
  for (const PackResult& result : score.errors) {
    absl::StrAppend(out, result.happened ? "  found      " : "  NOT FOUND  ", result.name, ": ",
                    result.remark, "\n");
  }
  for (const PackResult& result : score.attacks) {
    if (!result.happened) continue;
    absl::StrAppend(out, "  LEAKS      ", result.name, ": ", result.remark, "\n");
  }
  absl::StrAppendFormat(out, "errors still found %d/%d, attacks that leak %d/%d\n",
                        score.ErrorsFound(), score.errors.size(), score.AttacksThatLeak(),
                        score.attacks.size());
}

// JSON ------------------------------------------------------------------------------------------

std::string Text(absl::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    if (!character.valid) {
      absl::StrAppend(&out, "\xEF\xBF\xBD");
    } else if (character.code_point == '"' || character.code_point == '\\') {
      absl::StrAppend(&out, "\\", text.substr(0, 1));
    } else if (character.code_point < 0x20) {
      absl::StrAppendFormat(&out, "\\u%04x", static_cast<uint32_t>(character.code_point));
    } else {
      absl::StrAppend(&out, text.substr(0, character.length));
    }
    text.remove_prefix(character.length);
  }
  return out + "\"";
}

template <typename Items, typename Write>
std::string List(const Items& items, Write write) {
  return absl::StrCat(
      "[",
      absl::StrJoin(items, ",",
                    [&](std::string* out, const auto& item) { absl::StrAppend(out, write(item)); }),
      "]");
}

std::string Texts(const std::vector<std::string>& texts) { return List(texts, Text); }

std::string Account(const AccountProof& proof) {
  const std::string refusals =
      absl::StrJoin(proof.refusals, ",", [](std::string* out, const auto& refusal) {
        absl::StrAppend(out, Text(refusal.first), ":", refusal.second);
      });
  return absl::StrCat(
      "{\"account\":", Text(proof.account), ",\"role\":", Text(proof.role),
      ",\"values_changed\":", proof.values_changed, ",\"columns_changed\":", proof.columns_changed,
      ",\"rows_changed\":", proof.rows_changed, ",\"rows_added\":", proof.rows_added,
      ",\"rows_removed\":", proof.rows_removed, ",\"columns_kept\":", Texts(proof.columns_kept),
      ",\"queries\":", proof.queries, ",\"answered\":", proof.answered,
      ",\"attacks\":", proof.attacks, ",\"attacks_answered\":", proof.attacks_answered,
      ",\"answerable\":", proof.answerable, ",\"answerable_answered\":", proof.answerable_answered,
      ",\"not_answered\":{", refusals, "},\"differences\":", proof.differences,
      ",\"leaks\":", proof.leaks, ",\"order_only\":", proof.order_only,
      ",\"cut_short\":", proof.cut_short, "}");
}

std::string Example(const CounterExample& example) {
  return absl::StrCat("{\"finding\":", Text(FindingName(example.finding)),
                      ",\"account\":", Text(example.account), ",\"found_by\":", Text(example.name),
                      ",\"sql\":", Text(example.sql), ",\"found_sql\":", Text(example.found_sql),
                      ",\"what\":", Text(example.what), ",\"seen\":", Text(example.one),
                      ",\"other\":", Text(example.other), "}");
}

std::string Result(const PackResult& result) {
  return absl::StrCat("{\"name\":", Text(result.name),
                      ",\"happened\":", result.happened ? "true" : "false",
                      ",\"remark\":", Text(result.remark), "}");
}

std::string Score(const PackScore& score) {
  return absl::StrCat(
      "{\"account\":", Text(score.account), ",\"errors\":", List(score.errors, Result),
      ",\"attacks\":", List(score.attacks, Result), ",\"errors_found\":", score.ErrorsFound(),
      ",\"errors_total\":", score.errors.size(), ",\"attacks_that_leak\":", score.AttacksThatLeak(),
      ",\"attacks_total\":", score.attacks.size(), "}");
}

}  // namespace

bool Verdict::IsProved() const {
  if (proof != nullptr) {
    if (proof->Queries() == 0 || proof->Differences() > 0 || proof->Leaks() > 0) return false;
    if (strict_order && proof->OrderOnly() > 0) return false;
  }
  return std::all_of(scores.begin(), scores.end(), [](const PackScore& score) {
    return score.AttacksThatLeak() == 0 && score.ErrorsFound() == score.errors.size();
  });
}

std::string TextReport(const Verdict& verdict) {
  std::string out;
  if (verdict.proof != nullptr) AppendProof(*verdict.proof, &out);
  for (const PackScore& score : verdict.scores) AppendScore(score, &out);
  if (verdict.proof == nullptr) return out;
  const ProofReport& proof = *verdict.proof;
  absl::StrAppendFormat(&out, "\nordinary queries answered: %.1f %%\n",
                        100 * proof.ShareAnswered());
  if (proof.was_cancelled) absl::StrAppend(&out, "interrupted: not all was tried\n");
  absl::StrAppend(&out, verdict.IsProved() && !proof.was_cancelled
                            ? "no counter-example was found\n"
                            : "NOT PROVED\n");
  absl::StrAppendFormat(
      &out, "prove: %d queries, %d answered (%.1f %%), %d differences, %d leaks\n", proof.Queries(),
      proof.Answered(), Percent(proof.Answered(), proof.Queries()), proof.Differences(),
      proof.Leaks());
  return out;
}

std::string JsonReport(const Verdict& verdict) {
  std::string out = absl::StrCat("{\"proved\":", verdict.IsProved() ? "true" : "false");
  if (verdict.proof != nullptr) {
    const ProofReport& proof = *verdict.proof;
    absl::StrAppend(&out, ",\"queries\":", proof.Queries(), ",\"answered\":", proof.Answered());
    absl::StrAppendFormat(&out, ",\"share_answered\":%.4f", proof.ShareAnswered());
    absl::StrAppend(&out, ",\"differences\":", proof.Differences(), ",\"leaks\":", proof.Leaks(),
                    ",\"order_only\":", proof.OrderOnly(), ",\"tables\":", proof.tables,
                    ",\"rows\":", proof.rows, ",\"made_roles\":", Texts(proof.schema.made_roles),
                    ",\"left_out\":", Texts(proof.schema.skipped),
                    ",\"not_filled\":", Texts(proof.unfilled),
                    ",\"not_in_schema\":", Texts(proof.missing),
                    ",\"interrupted\":", proof.was_cancelled ? "true" : "false",
                    ",\"accounts\":", List(proof.accounts, Account),
                    ",\"counter_examples\":", List(proof.counter_examples, Example));
  }
  if (!verdict.scores.empty()) absl::StrAppend(&out, ",\"packs\":", List(verdict.scores, Score));
  return out + "}\n";
}

}  // namespace sudare::prove
