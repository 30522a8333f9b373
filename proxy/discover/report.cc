#include "proxy/discover/report.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "policy/base/display_width.h"

namespace sudare::discover {
namespace {

constexpr size_t kClassWidth = 18;
constexpr size_t kShapeWidth = 28;
constexpr size_t kMaxNameWidth = 32;

std::string Padded(absl::string_view text, size_t width) {
  const size_t has = DisplayWidth(text);
  return absl::StrCat(text, std::string(has < width ? width - has : 0, ' '));
}

std::string Shown(absl::string_view name) { return absl::Utf8SafeCEscape(name); }

class Reporting {
 public:
  explicit Reporting(const Discovery& discovery) : discovery_(discovery) {}

  std::string Run() {
    for (size_t i = 0; i < Tables().size(); ++i) AddTable(i);
    AddRelations();
    AddUnread();
    absl::StrAppendFormat(&text_,
                          "%d columns of %d tables: %d classified, %d unclassified and hidden\n",
                          sure_ + unsure_, Tables().size(), sure_, unsure_);
    return std::move(text_);
  }

 private:
  const std::vector<OutlineTable>& Tables() const { return discovery_.outline.tables; }

  std::string NameOf(ColumnPlace place) const {
    const OutlineTable& table = Tables()[place.first];
    return Shown(absl::StrCat(table.FullName(), ".", table.columns[place.second].name));
  }

  void AddTable(size_t number) {
    const OutlineTable& table = Tables()[number];
    absl::StrAppend(&text_, Shown(table.FullName()), "\n");
    size_t width = 0;
    for (const OutlineColumn& column : table.columns) {
      width = std::max(width, std::min(kMaxNameWidth, DisplayWidth(Shown(column.name))));
    }
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const ColumnFinding& finding = discovery_.At(number, i);
      const Classification& of = finding.classification;
      ++(of.IsSure() ? sure_ : unsure_);
      absl::StrAppend(&text_, "  ", Padded(Shown(table.columns[i].name), width), "  ",
                      Padded(of.IsSure() ? KindName(of.kind) : "-", kClassWidth), "  ",
                      absl::StrFormat("%.2f", of.confidence), "  ",
                      Padded(finding.evidence.shape, kShapeWidth), "  ",
                      Shown(absl::StrJoin(of.reasons, "; ")), "\n");
    }
    absl::StrAppend(&text_, "\n");
  }

  // Beside foreign keys, which the schema tells.
  void AddRelations() {
    std::string lines;
    for (const auto& [place, finding] : discovery_.findings) {
      for (const Relation& relation : finding.relations) {
        const Kind kind = discovery_.findings.at(relation.target).classification.kind;
        const bool is_told = relation.kind == RelationKind::kEquals && relation.target < place &&
                             HasEqual(relation.target, place);
        if (relation.kind == RelationKind::kRefersTo || kind == Kind::kUnclassified ||
            IsShown(kind) || is_told) {
          continue;
        }
        absl::StrAppend(
            &lines, "  ", NameOf(place),
            relation.kind == RelationKind::kEquals ? " has the values of " : " holds values of ",
            NameOf(relation.target), "\n");
      }
    }
    if (!lines.empty()) absl::StrAppend(&text_, "Copies of what is hidden\n", lines, "\n");
  }

  bool HasEqual(ColumnPlace place, ColumnPlace target) const {
    for (const Relation& relation : discovery_.findings.at(place).relations) {
      if (relation.kind == RelationKind::kEquals && relation.target == target) return true;
    }
    return false;
  }

  void AddUnread() {
    if (discovery_.unread.empty()) return;
    absl::StrAppend(&text_, "Judged by names and comments alone\n");
    for (const auto& [table, reason] : discovery_.unread) {
      absl::StrAppend(&text_, "  ", Shown(Tables()[table].FullName()), ": ", reason, "\n");
    }
    absl::StrAppend(&text_, "\n");
  }

  const Discovery& discovery_;
  std::string text_;
  int sure_ = 0;
  int unsure_ = 0;
};

}  // namespace

std::string ReportText(const Discovery& discovery) { return Reporting(discovery).Run(); }

}  // namespace sudare::discover
