#include "proxy/preview/safeguard_changes.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace sudare::preview {
namespace {

using google::protobuf::FieldDescriptor;

constexpr absl::CivilDay kForever(9999, 12, 31);

std::string BudgetText(uint64_t budget) { return budget == 0 ? "no budget" : absl::StrCat(budget); }

// By "schema.table.column": what the column numbers.
std::map<std::string, std::string> PersonsOf(const Policy& policy) {
  std::map<std::string, std::string> persons;
  for (const PolicyTable& table : policy.tables()) {
    for (const PolicyColumn& column : table.columns) {
      if (column.person.empty()) continue;
      persons[absl::StrCat(table.schema, ".", table.name, ".", column.name)] = column.person;
    }
  }
  return persons;
}

// Who isn't counted may be seen without end.
void ComparePersons(const Policy& older, const Policy& newer, Changes* changes) {
  std::map<std::string, std::pair<std::string, std::string>> both;
  for (const auto& [column, person] : PersonsOf(older)) both[column].first = person;
  for (const auto& [column, person] : PersonsOf(newer)) both[column].second = person;
  for (const auto& [column, person] : both) {
    const auto& [before, after] = person;
    if (before == after) continue;
    changes->Add(after.empty()    ? Direction::kMore
                 : before.empty() ? Direction::kLess
                                  : Direction::kDifferent,
                 Weight::kLimit,
                 {"budget", absl::StrCat("people numbered by ", column),
                  before.empty() ? "not counted" : before, after.empty() ? "not counted" : after});
  }
}

std::string LapseText(bool blocks) { return blocks ? "blocks" : "warns"; }

std::string ReportText(const Organization* organization) {
  if (organization == nullptr) return "nobody asks for one";
  const auto due = organization->ReportDue(kForever);
  return due.has_value() ? absl::StrCat("good until ", absl::FormatCivilTime(*due))
                         : "none handed in";
}

absl::CivilDay ReportDue(const Organization* organization) {
  if (organization == nullptr) return kForever;
  return organization->ReportDue(kForever).value_or(absl::CivilDay(1, 1, 1));
}

void CompareLapse(const std::string& subject, bool blocked, bool blocks, Changes* changes) {
  if (blocked == blocks) return;
  changes->Add(blocks ? Direction::kLess : Direction::kMore, Weight::kPledge,
               {"organization", subject, LapseText(blocked), LapseText(blocks)});
}

void CompareOrganization(const std::string& name, const Organization* before,
                         const Organization* after, Changes* changes) {
  CompareLapse(absl::StrCat(name, ": an overdue report"),
               before != nullptr && before->overdue_report_blocks,
               after != nullptr && after->overdue_report_blocks, changes);
  CompareLapse(absl::StrCat(name, ": an expired pledge"),
               before == nullptr || before->expired_pledge_blocks,
               after == nullptr || after->expired_pledge_blocks, changes);
  const absl::CivilDay was_due = ReportDue(before), is_due = ReportDue(after);
  if (was_due == is_due) return;
  changes->Add(
      is_due > was_due ? Direction::kMore : Direction::kLess, Weight::kPledge,
      {"organization", absl::StrCat(name, ": report"), ReportText(before), ReportText(after)});
}

}  // namespace

void CompareBudgets(const Policy& older, const Role& before, const Policy& newer, const Role& after,
                    Changes* changes) {
  const auto* const fields = v1::Budgets::descriptor();
  for (int i = 0; i < fields->field_count(); ++i) {
    const FieldDescriptor* const field = fields->field(i);
    const uint64_t had = before.budgets.GetReflection()->GetUInt64(before.budgets, field);
    const uint64_t has = after.budgets.GetReflection()->GetUInt64(after.budgets, field);
    if (had == has) continue;
    const bool more = has == 0 || (had != 0 && has > had);
    changes->Add(more ? Direction::kMore : Direction::kLess, Weight::kLimit,
                 {"budget", field->name(), BudgetText(had), BudgetText(has)});
  }
  if (before.counts_persons() && after.counts_persons()) ComparePersons(older, newer, changes);
}

void CompareRegisters(const Policy& older, const Policy& newer, Changes* changes) {
  std::map<std::string, std::pair<const Organization*, const Organization*>> both;
  for (const Organization& organization : older.organizations()) {
    both[organization.name].first = &organization;
  }
  for (const Organization& organization : newer.organizations()) {
    both[organization.name].second = &organization;
  }
  for (const auto& [name, organization] : both) {
    CompareOrganization(name, organization.first, organization.second, changes);
  }
}

}  // namespace sudare::preview
