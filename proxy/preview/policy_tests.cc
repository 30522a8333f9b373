#include "proxy/preview/policy_tests.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "policy/base/quoted.h"
#include "policy/evaluator.h"
#include "policy/masker.h"
#include "policy/rule_text.h"
#include "policy/text/message_text.h"
#include "policy/text/place_map.h"
#include "proto/policy_test.pb.h"
#include "proxy/error.h"
#include "proxy/preview/column_explanation.h"
#include "proxy/preview/compiler.h"
#include "proxy/preview/expected_mask.h"
#include "proxy/preview/viewpoint.h"

namespace sudare::preview {
namespace {

using google::protobuf::Message;
using text::PlaceMap;
using v1::PolicyTest;

std::string Shown(const Value& value) { return value ? absl::StrCat("\"", *value, "\"") : "NULL"; }

std::string Shown(const v1::ErrorDetail& detail) {
  return absl::StrCat("refused: ", detail.reason(), ": ", detail.message());
}

// "text[]" as well as "_text".
ColumnType TypeNamed(absl::string_view name) {
  const bool is_array = absl::ConsumeSuffix(&name, "[]");
  ColumnType type = TypeFromName(name);
  type.is_array = type.is_array || is_array;
  return type;
}

// What all tests of one run share.
struct Bench {
  std::shared_ptr<const Policy> policy;
  std::shared_ptr<const CatalogSnapshot> catalog;
  std::shared_ptr<const Keyring> keyring;
  std::vector<Issue>* issues;
  v1::TestReport* report;
};

// What was shown under a label, in one file.
using Labels = std::map<std::string, Value>;

class TestRun {
 public:
  TestRun(const Bench& bench, const PlaceMap& places, const PolicyTest& test, Labels* labels)
      : bench_(bench), places_(places), test_(test), labels_(*labels) {}

  void Run() {
    const size_t issues = bench_.issues->size();
    const int failures = bench_.report->failures_size();
    if (test_.sees().empty() && test_.query().empty() && test_.row_example().empty()) {
      AddIssue(test_, "this test expects nothing", "add `sees`, `query` or `row_example`");
    } else if (TakeViewpoint()) {
      for (const v1::Sees& sees : test_.sees()) CheckSees(sees);
      for (const v1::RowExample& row : test_.row_example()) CheckRow(row);
      for (const v1::QueryTest& query : test_.query()) CheckQuery(query);
    }
    if (bench_.report->failures_size() > failures) {
      bench_.report->set_failed(bench_.report->failed() + 1);
    } else if (bench_.issues->size() == issues) {
      bench_.report->set_passed(bench_.report->passed() + 1);
    }
  }

 private:
  void AddIssue(const Message& at, std::string message, std::string advice) {
    bench_.issues->push_back(places_.IssueAt(at, std::move(message), std::move(advice)));
  }

  void Fail(const Message& at, std::string subject, std::string expected, std::string got) {
    v1::TestFailure* failure = bench_.report->add_failures();
    failure->set_place(places_.Of(at).ToString());
    failure->set_test(test_.name());
    failure->set_subject(std::move(subject));
    failure->set_expected(std::move(expected));
    failure->set_got(std::move(got));
  }

  bool TakeViewpoint() {
    absl::StatusOr<Viewpoint> viewpoint =
        ViewpointOf(bench_.policy, test_.account(), absl::UnixEpoch(), bench_.catalog);
    if (!viewpoint.ok()) {
      Fail(test_, absl::StrCat("account ", Quoted(test_.account())), "an account of the policy",
           std::string(viewpoint.status().message()));
      return false;
    }
    viewpoint_ = *std::move(viewpoint);
    viewpoint_.now = LastPledgedDay(*viewpoint_.account);
    if (test_.at().empty()) return true;
    const absl::StatusOr<absl::Time> day = DayInJapan(test_.at());
    if (!day.ok()) {
      AddIssue(test_, std::string(day.status().message()), "");
      return false;
    }
    viewpoint_.now = *day;
    return true;
  }

  // Columns ---------------------------------------------------------------------------------------

  // The names that an expectation is about; those of a table or class as the policy lists them.
  std::vector<std::string> ColumnsOf(const v1::Sees& sees) const {
    if (!sees.column().empty()) return {sees.column()};
    std::vector<std::string> names;
    for (const PolicyTable& table : bench_.policy->tables()) {
      const std::string table_name = absl::StrCat(table.schema, ".", table.name);
      if (!sees.table().empty() && table_name != sees.table()) continue;
      for (const PolicyColumn& column : table.columns) {
        if (!sees.class_().empty() && column.data_class->name != sees.class_()) continue;
        names.push_back(absl::StrCat(table_name, ".", column.name));
      }
    }
    return names;
  }

  void CheckSees(const v1::Sees& sees) {
    const int selectors = !sees.column().empty() + !sees.table().empty() + !sees.class_().empty();
    if (selectors != 1) {
      AddIssue(sees, "one of `column`, `table` and `class` says what is seen", "set one of them");
      return;
    }
    if (sees.mask().empty() && sees.example().empty()) {
      AddIssue(sees, "this expects nothing", "add `mask` or `example`");
      return;
    }
    if (sees.column().empty() && !sees.example().empty()) {
      AddIssue(sees, "examples are of one column", "name it by `column`");
      return;
    }
    const absl::Status readable = CheckExpectedMask(sees.mask());
    if (!readable.ok()) {
      AddIssue(sees, std::string(readable.message()), "");
      return;
    }
    const std::vector<std::string> columns = ColumnsOf(sees);
    if (columns.empty() && (sees.table().empty() || sees.mask() != "hide")) {
      const std::string& name = sees.table().empty() ? sees.class_() : sees.table();
      Fail(sees, absl::StrCat(sees.table().empty() ? "class " : "table ", Quoted(name)),
           "columns listed by the policy", "none");
    }
    for (const std::string& column : columns) CheckMask(sees, column);
    for (const v1::Example& example : sees.example()) {
      CheckExample(sees.column(), sees.type(), example, example);
    }
  }

  void CheckMask(const v1::Sees& sees, const std::string& column) {
    const absl::StatusOr<v1::ColumnExplanation> explained = ExplainColumn(viewpoint_, column);
    if (!explained.ok()) {
      AddIssue(sees, std::string(explained.status().message()), "");
      return;
    }
    const Decision decision = DecisionOf(column);
    if (IsExpectedMask(sees.mask(), explained->mask(), decision.rule)) return;
    std::string got = decision.rule == nullptr || explained->mask() == "hide"
                          ? explained->mask()
                          : MaskText(decision.rule->proto);
    absl::StrAppend(&got, " (", decision.Place());
    for (const std::string& note : explained->notes()) absl::StrAppend(&got, "; ", note);
    Fail(sees, absl::StrCat("column ", Quoted(column)), sees.mask(), absl::StrCat(got, ")"));
  }

  Decision DecisionOf(const std::string& column) const {
    const std::vector<absl::string_view> parts = absl::StrSplit(column, '.');
    if (parts.size() != 3) return {};
    return Decide(*bench_.policy, *viewpoint_.account, {parts[0], parts[1], parts[2]},
                  DecisionContext{viewpoint_.now});
  }

  // Values ----------------------------------------------------------------------------------------

  std::optional<ColumnType> TypeOf(const std::string& column, const std::string& written,
                                   const Message& at) {
    if (!written.empty()) {
      const ColumnType type = TypeNamed(written);
      if (type.type != SqlType::kUnknown) return type;
      AddIssue(at, absl::StrCat("unknown type ", Quoted(written)),
               "write it as PostgreSQL's catalog does: `int4`, `date`, `text[]`");
      return std::nullopt;
    }
    const std::vector<absl::string_view> parts = absl::StrSplit(column, '.');
    const CatalogRelation* relation = bench_.catalog == nullptr || parts.size() != 3
                                          ? nullptr
                                          : bench_.catalog->Find(parts[0], parts[1]);
    const CatalogColumn* found = relation == nullptr ? nullptr : relation->FindColumn(parts[2]);
    return found == nullptr ? ColumnType{SqlType::kText} : found->type;
  }

  // The column's masker, unless a failure or an issue was added.
  std::shared_ptr<const Masker::ColumnMasker> MaskerOf(const std::string& column,
                                                       const std::string& type, const Message& at) {
    const std::optional<ColumnType> column_type = TypeOf(column, type, at);
    if (!column_type) return nullptr;
    const std::string subject = absl::StrCat("column ", Quoted(column));
    if (masker_ == nullptr) {
      auto made = Masker::Create(bench_.policy, bench_.keyring, test_.account(), viewpoint_.now);
      if (!made.ok()) {
        Fail(at, subject, "a value", std::string(made.status().message()));
        return nullptr;
      }
      masker_ = *std::move(made);
    }
    auto found = masker_->Column(column, *column_type);
    if (found.ok()) return *std::move(found);
    Fail(at, subject, "a mask that fits its type", std::string(found.status().message()));
    return nullptr;
  }

  void CheckExample(const std::string& column, const std::string& type, const v1::Example& example,
                    const Message& at) {
    const auto masker = MaskerOf(column, type, at);
    if (masker == nullptr) return;
    const std::string subject = absl::StrCat("column ", Quoted(column));
    if (masker->hidden()) {
      Fail(at, subject, "a value", "the column is hidden");
      return;
    }
    const Value value = example.has_value() ? Value(example.value()) : Value();
    const Value shown = masker->Mask(value);
    const std::string of = absl::StrCat(subject, ", ", Shown(value));
    if (example.is_token()) {
      const bool is_token = DecisionOf(column).kind == MaskKind::kTokenize && shown.has_value();
      if (!is_token) Fail(at, of, "a token", Shown(shown));
    }
    CheckLabels(example, of, shown, at);
    const bool tells_more =
        example.is_token() || !example.same_as().empty() || !example.different_from().empty();
    const Value expected = example.has_shown() ? Value(example.shown()) : Value();
    if ((example.has_shown() || !tells_more) && shown != expected) {
      Fail(at, of, Shown(expected), Shown(shown));
    }
    if (!example.label().empty()) labels_[example.label()] = shown;
  }

  void CheckLabels(const v1::Example& example, const std::string& subject, const Value& shown,
                   const Message& at) {
    for (const bool same : {true, false}) {
      const std::string& label = same ? example.same_as() : example.different_from();
      if (label.empty()) continue;
      const auto found = labels_.find(label);
      if (found == labels_.end()) {
        AddIssue(at, absl::StrCat("no example above has the label ", Quoted(label)), "");
      } else if ((found->second == shown) != same) {
        Fail(at, subject, absl::StrCat(same ? "the same as " : "another than ", Quoted(label)),
             absl::StrCat(same ? "another: " : "the same: ", Shown(shown)));
      }
    }
  }

  void CheckRow(const v1::RowExample& row) {
    for (const v1::RowExample::Cell& cell : row.cells()) {
      const std::string column = absl::StrCat(row.table(), ".", cell.column());
      if (!cell.hidden()) {
        CheckExample(column, cell.type(), cell.example(), cell);
        continue;
      }
      const auto masker = MaskerOf(column, cell.type(), cell);
      if (masker != nullptr && !masker->hidden()) {
        Fail(cell, absl::StrCat("column ", Quoted(column)), "hidden",
             absl::StrCat("shown (", DecisionOf(column).Place(), ")"));
      }
    }
  }

  // Queries ---------------------------------------------------------------------------------------

  void CheckQuery(const v1::QueryTest& query) {
    if (query.expectation_case() == v1::QueryTest::EXPECTATION_NOT_SET) {
      AddIssue(query, "this expects nothing of the query", "add `answers {}` or `refused {}`");
      return;
    }
    if (bench_.catalog == nullptr) {
      AddIssue(query, "a test of a query needs the database's structure",
               "give `--catalog`, written by `sudare policy snapshot`, or `--database`");
      return;
    }
    if (compiler_ == nullptr) {
      compiler_ = std::make_unique<const Compiler>(viewpoint_, bench_.keyring);
    }
    std::vector<Value> parameters;
    for (const v1::Parameter& parameter : query.parameters()) {
      parameters.push_back(parameter.has_value() ? Value(parameter.value()) : Value());
    }
    v1::ExplainResponse answer = compiler_->Explain(query.sql(), parameters).answer();
    const absl::Status standing = compiler_->Standing();
    if (!standing.ok()) *answer.mutable_refusal() = DetailOf(standing);
    if (query.has_answers()) {
      CheckAnswer(query, answer);
    } else {
      CheckRefusal(query, answer);
    }
  }

  void CheckRefusal(const v1::QueryTest& query, const v1::ExplainResponse& answer) {
    const v1::Refused& refused = query.refused();
    std::string expected = "refused";
    if (!refused.reason().empty()) absl::StrAppend(&expected, ": ", refused.reason());
    if (!refused.message().empty()) absl::StrAppend(&expected, ": … ", refused.message(), " …");
    if (!answer.has_refusal()) {
      Fail(query, "query", expected, "answered");
    } else if ((!refused.reason().empty() && refused.reason() != answer.refusal().reason()) ||
               !absl::StrContains(answer.refusal().message(), refused.message())) {
      Fail(query, "query", expected, Shown(answer.refusal()));
    }
  }

  void CheckAnswer(const v1::QueryTest& query, const v1::ExplainResponse& answer) {
    if (answer.has_refusal()) {
      const std::string& advice = answer.refusal().advice();
      Fail(query, "query", "answered",
           absl::StrCat(Shown(answer.refusal()), advice.empty() ? "" : "; ", advice));
      return;
    }
    CheckColumns(query, answer);
    for (const v1::ReadColumn& read : query.answers().reads()) CheckRead(read, answer);
  }

  void CheckColumns(const v1::QueryTest& query, const v1::ExplainResponse& answer) {
    const auto& expected = query.answers().columns();
    if (expected.empty()) return;
    std::vector<std::string> wanted, got;
    bool all = expected.size() == answer.columns_size();
    for (int i = 0; i < expected.size(); ++i) {
      const std::string& mask = expected[i].mask();
      wanted.push_back(absl::StrCat(expected[i].name(), mask.empty() ? "" : " ", mask));
      all = all && expected[i].name() == answer.columns(i).name() &&
            (mask.empty() || mask == answer.columns(i).mask());
    }
    for (const v1::ResultColumn& column : answer.columns()) {
      got.push_back(absl::StrCat(column.name(), " ", column.mask()));
    }
    if (!all) {
      Fail(query, "columns of the answer", absl::StrJoin(wanted, ", "), absl::StrJoin(got, ", "));
    }
  }

  void CheckRead(const v1::ReadColumn& read, const v1::ExplainResponse& answer) {
    const std::string subject = absl::StrCat("reading of ", Quoted(read.column()));
    const std::string expected = absl::StrCat(read.mask().empty() ? "masked" : read.mask(),
                                              read.way().empty() ? "" : " by ", read.way());
    for (const v1::ColumnUse& use : answer.uses()) {
      if (use.column() != read.column()) continue;
      const bool has_way = read.way().empty() || std::find(use.ways().begin(), use.ways().end(),
                                                           read.way()) != use.ways().end();
      if ((!read.mask().empty() && read.mask() != use.mask()) || !has_way) {
        Fail(read, subject, expected,
             absl::StrCat(use.mask(), " by ", absl::StrJoin(use.ways(), ", ")));
      }
      return;
    }
    Fail(read, subject, expected, "the query reads no such masked column");
  }

  const Bench& bench_;
  const PlaceMap& places_;
  const PolicyTest& test_;
  Labels& labels_;
  Viewpoint viewpoint_;
  std::unique_ptr<const Masker> masker_;
  std::unique_ptr<const Compiler> compiler_;
};

}  // namespace

v1::TestReport RunPolicyTests(const std::shared_ptr<const Policy>& policy,
                              const std::shared_ptr<const CatalogSnapshot>& catalog,
                              const std::vector<std::shared_ptr<const text::SourceText>>& files,
                              std::vector<Issue>* issues) {
  v1::TestReport report;
  const Bench bench = {policy, catalog, MakePassingKeyring(), issues, &report};
  for (const auto& file : files) {
    v1::PolicyTests tests;
    PlaceMap places;
    if (!text::ReadMessageText(file, &tests, &places, issues)) continue;
    Labels labels;
    for (const PolicyTest& test : tests.tests()) TestRun(bench, places, test, &labels).Run();
  }
  return report;
}

}  // namespace sudare::preview
