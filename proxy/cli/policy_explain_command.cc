#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proxy/cli/policy_commands.h"
#include "proxy/cli/policy_inputs.h"
#include "proxy/cli/shown_explanation.h"
#include "proxy/cli/terminal_text.h"
#include "proxy/cli/text_table.h"
#include "proxy/preview/column_explanation.h"
#include "proxy/preview/compiler.h"
#include "proxy/preview/viewpoint.h"

namespace sudare {
namespace {

using preview::Viewpoint;

struct ExplainFlags {
  std::string policy;
  std::string account;
  std::string column;
  std::string table;
  std::string query;
  std::vector<std::string> parameters;
  CatalogFlags catalog;
  std::string at;
  std::string format = "text";
  bool is_json() const { return format == "json"; }
};

int Fail(const absl::Status& status, Console& console) {
  console.err << status.message() << "\n";
  return kUsage;
}

std::string AccountText(const std::string& account, const std::string& role) {
  return TerminalText(role.empty() ? account : absl::StrCat(account, " (", role, ")"));
}

template <typename Notes>
void ShowNotes(const Notes& notes, std::ostream& out) {
  for (const std::string& note : notes) out << "note: " << TerminalText(note) << "\n";
}

void ShowColumn(const v1::ColumnExplanation& column, std::ostream& out) {
  out << TerminalText(column.column());
  if (!column.title().empty()) out << "  " << TerminalText(column.title());
  out << "\n  account  " << AccountText(column.account(), column.role()) << "\n";
  if (!column.class_().empty()) out << "  class    " << TerminalText(column.class_()) << "\n";
  if (!column.type().empty()) out << "  type     " << TerminalText(column.type()) << "\n";
  out << "  mask     " << column.mask() << "\n";
  if (!column.rule().empty()) {
    out << "  rule     " << TerminalText(column.rule()) << "\n           "
        << TerminalText(column.rule_text()) << "\n";
  }
  if (!column.passed().empty()) out << "rules above it, which don't match:\n";
  for (const v1::PassedRule& passed : column.passed()) {
    out << "  " << TerminalText(passed.place()) << "  " << TerminalText(passed.text())
        << "\n           " << TerminalText(passed.why()) << "\n";
  }
  ShowNotes(column.notes(), out);
}

void ShowTable(const v1::TableExplanation& table, std::ostream& out) {
  out << TerminalText(table.table());
  if (!table.kind().empty()) out << " (" << TerminalText(table.kind()) << ")";
  if (!table.title().empty()) out << "  " << TerminalText(table.title());
  out << ", as " << AccountText(table.account(), table.role()) << "\n";
  for (const v1::RowCondition& filter : table.row_filters()) {
    out << "only rows where " << TerminalText(filter.where()) << "  ("
        << TerminalText(filter.place()) << ")\n";
  }
  TextTable columns(out, {"column", "type", "class", "mask", "rule", "note"});
  for (const v1::ColumnExplanation& column : table.columns()) {
    columns.Row({column.column().substr(table.table().size() + 1), column.type(), column.class_(),
                 column.mask(), column.rule(), column.notes().empty() ? "" : column.notes(0)});
  }
  columns.End();
  ShowNotes(table.notes(), out);
}

int ExplainOneColumn(const ExplainFlags& flags, const Viewpoint& viewpoint, Console& console) {
  const auto explanation = preview::ExplainColumn(viewpoint, flags.column);
  if (!explanation.ok()) return Fail(explanation.status(), console);
  if (flags.is_json()) {
    console.out << JsonOf(*explanation);
  } else {
    ShowColumn(*explanation, console.out);
  }
  return kDone;
}

int ExplainOneTable(const ExplainFlags& flags, const Viewpoint& viewpoint, Console& console) {
  const auto explanation = preview::ExplainTable(viewpoint, flags.table);
  if (!explanation.ok()) return Fail(explanation.status(), console);
  if (flags.is_json()) {
    console.out << JsonOf(*explanation);
  } else {
    ShowTable(*explanation, console.out);
  }
  return kDone;
}

int ExplainOneQuery(const ExplainFlags& flags, const Viewpoint& viewpoint, Console& console) {
  if (viewpoint.catalog == nullptr) {
    return Fail(absl::FailedPreconditionError(
                    "a query needs the database's structure: give `--catalog` or `--database`"),
                console);
  }
  std::string sql = flags.query;
  if (sql.empty()) sql.assign(std::istreambuf_iterator<char>(console.in), {});
  std::vector<Value> parameters;
  for (const std::string& text : flags.parameters) {
    parameters.push_back(text == "\\N" ? Value() : Value(text));
  }
  const preview::Compiler compiler(viewpoint, preview::MakePassingKeyring());
  const v1::QueryExplanation explanation = compiler.Explain(sql, parameters);
  if (flags.is_json()) {
    console.out << JsonOf(explanation);
  } else {
    console.out << "as " << AccountText(explanation.account(), explanation.role()) << "\n";
    ShowExplanation(explanation.answer(), sql, console.out);
    ShowNotes(explanation.notes(), console.out);
  }
  return explanation.answer().has_refusal() ? kRefused : kDone;
}

int RunPolicyExplain(const ExplainFlags& flags, Console& console) {
  const std::shared_ptr<const Policy> policy = ReadPolicy(flags.policy, console);
  if (policy == nullptr) return kUsage;
  const auto now = TimeOf(flags.at);
  if (!now.ok()) return Fail(now.status(), console);
  const auto catalog = ReadCatalog(flags.catalog, flags.policy, *policy);
  if (!catalog.ok()) return Fail(catalog.status(), console);
  const auto viewpoint = preview::ViewpointOf(policy, flags.account, *now, *catalog);
  if (!viewpoint.ok()) return Fail(viewpoint.status(), console);
  if (!flags.column.empty()) return ExplainOneColumn(flags, *viewpoint, console);
  if (!flags.table.empty()) return ExplainOneTable(flags, *viewpoint, console);
  return ExplainOneQuery(flags, *viewpoint, console);
}

}  // namespace

void AddPolicyExplainCommand(CLI::App& policy, Console& console) {
  auto flags = std::make_shared<ExplainFlags>();
  CLI::App* command = policy.add_subcommand(
      "explain", "tell what an account sees of a column, a table or a query, and by which rule");
  command->add_option("--policy", flags->policy, "a file, or a folder of *.textproto files")
      ->required();
  command->add_option("--account", flags->account, "an account of the policy")->required();
  CLI::Option* column = command->add_option("--column", flags->column, "schema.table.column");
  CLI::Option* table =
      command->add_option("--table", flags->table, "schema.table")->excludes(column);
  command
      ->add_option("--query", flags->query,
                   "a statement; without it, column and table it comes on the input")
      ->excludes(column)
      ->excludes(table);
  command->add_option("--param", flags->parameters, "value of $1, and so on; \\N is NULL")
      ->allow_extra_args(false);
  AddCatalogFlags(*command, &flags->catalog);
  command->add_option("--at", flags->at, "the day that pledges are looked at by; today");
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  command->footer(
      "Nothing is run. Literals of a query are hidden in what would be sent.\n"
      "Exit codes: 0 explained; 1 the query would be refused; 2 it can't be read.");
  command->callback([flags, &console] { console.exit_code = RunPolicyExplain(*flags, console); });
}

}  // namespace sudare
