#include "proxy/cli/shown_explanation.h"

#include "absl/strings/str_join.h"
#include "proxy/cli/shown_error.h"
#include "proxy/cli/terminal_text.h"
#include "proxy/cli/text_table.h"

namespace sudare {
namespace {

void ShowUses(const sudare::v1::ExplainResponse& response, std::ostream& out) {
  if (response.uses().empty()) {
    out << "it reads no masked column\n";
    return;
  }
  TextTable table(out, {"masked column", "mask", "rule", "way", "why"});
  for (const auto& use : response.uses()) {
    table.Row({use.column(), use.mask(), use.rule(), absl::StrJoin(use.ways(), ", "),
               absl::StrJoin(use.reasons(), "; ")});
  }
  table.End();
}

}  // namespace

void ShowExplanation(const sudare::v1::ExplainResponse& response, const std::string& sql,
                     std::ostream& out) {
  if (response.has_refusal() && !response.refusal().reason().empty()) {
    out << ShownDetail(response.refusal(), "would be refused", sql);
  } else {
    out << "would be answered\n";
  }
  if (!response.columns().empty()) {
    TextTable columns(out, {"output", "type", "mask"});
    for (const auto& column : response.columns()) {
      columns.Row(
          {column.name(), column.type().empty() ? "(computed)" : column.type(), column.mask()});
    }
    columns.End();
    ShowUses(response, out);
  }
  if (!response.rewritten_sql().empty()) {
    out << "sent to the database:\n  " << TerminalText(response.rewritten_sql()) << "\n";
  }
  out << "policy " << TerminalText(response.policy_hash()) << "\n";
}

}  // namespace sudare
