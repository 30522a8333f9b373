#include "proxy/discover/draft.h"

#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "policy/transforms/fit.h"
#include "proxy/discover/digit_runs.h"

namespace sudare::discover {
namespace {

// A number as long as this may be somebody's.
constexpr size_t kLongNumber = 7;

constexpr char kHeader[] =
    R"(# A draft by `sudare policy discover`: read every line before it is used.
#
# Classes are guesses from names, comments and a sample of the values; the figure behind each column says how sure they
# are (a rank from 0 to 1, no probability). What was not sure enough is a comment and stays hidden, as does everything
# that is not listed. Nobody can log in before `accounts` are added.
# proto-file: proto/policy.proto
# proto-message: Policy

)";

std::string Quote(absl::string_view text) {
  return absl::StrCat("\"", absl::Utf8SafeCEscape(text), "\"");
}

// ` title: "…"`, or nothing.
std::string Title(absl::string_view comment) {
  if (comment.empty()) return "";
  for (const DigitRun& run : FindDigitRuns(comment)) {
    if (run.Digits().size() >= kLongNumber) return "";
  }
  return absl::StrCat(" title: ", Quote(comment));
}

// Names that the policy language can't say.
bool CanBeListed(absl::string_view name) { return !absl::StrContains(name, '.'); }

bool FitsType(Treatment treatment, ColumnType type) {
  switch (treatment) {
    case Treatment::kTokenize:
      return Fits(MaskKind::kTokenize, type);
    case Treatment::kYear:
      return IsDateLike(type);
    case Treatment::kPostalArea:
      return IsText(type);
    case Treatment::kScrub:
      return Fits(MaskKind::kScrub, type);
    default:
      return true;
  }
}

std::string MaskText(const KindEntry& entry) {
  switch (entry.treatment) {
    case Treatment::kHide:
      return "hide {}";
    case Treatment::kRedact:
      return "redact {}";
    case Treatment::kTokenize:
      return absl::StrFormat("tokenize { domain: \"%s\" scope: ROLE prefix: \"%s\" }", entry.token,
                             entry.token);
    case Treatment::kYear:
      return "generalize { date_to: YEAR }";
    case Treatment::kPostalArea:
      return "partial { keep_first: 3 fill_length: 4 }";
    case Treatment::kScrub:
      return "scrub {}";
    case Treatment::kAllow:
      return "allow {}";
  }
  return "hide {}";
}

class Drafting {
 public:
  explicit Drafting(const Discovery& discovery) : discovery_(discovery) {}

  std::string Run() {
    std::string tables;
    for (size_t i = 0; i < discovery_.outline.tables.size(); ++i) {
      absl::StrAppend(&tables, TableText(i));
    }
    std::string text = kHeader;
    for (const KindEntry& entry : KindTable()) {
      if (kinds_.count(entry.kind) == 0) continue;
      absl::StrAppend(&text, "classes { name: ", Quote(entry.name), " title: ", Quote(entry.title),
                      entry.kind == Kind::kPersonalNumber ? " convertible: false" : "", " }\n");
    }
    return absl::StrCat(text, "\n", tables, Views(), Role());
  }

 private:
  std::string TableText(size_t number) {
    const OutlineTable& table = discovery_.outline.tables[number];
    const bool can_be_listed = CanBeListed(table.schema) && CanBeListed(table.name);
    std::string columns;
    bool has_columns = false;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const Classification& of = discovery_.At(number, i).classification;
      const OutlineColumn& column = table.columns[i];
      if (!can_be_listed || !of.IsSure() || !CanBeListed(column.name)) {
        absl::StrAppend(&columns, "  # unclassified, hidden: ", Quote(column.name), " ",
                        absl::Utf8SafeCEscape(column.type_text), Guess(of), "\n");
        continue;
      }
      absl::StrAppend(&columns, "  columns { name: ", Quote(column.name),
                      " class: ", Quote(KindName(of.kind)), Title(column.comment), " }",
                      absl::StrFormat("  # %.2f\n", of.confidence));
      has_columns = true;
      kinds_.insert(of.kind);
      NoteMisfit(table, column, of.kind);
    }
    const std::string name = Quote(table.FullName());
    if (!has_columns) {
      return absl::StrCat("# ", name, ": no column is sure, so it is not listed.\n", columns, "\n");
    }
    return absl::StrCat("tables {\n  name: ", name, "\n", Title(table.comment).empty() ? "" : " ",
                        Title(table.comment), Title(table.comment).empty() ? "" : "\n", columns,
                        "}\n\n");
  }

  static std::string Guess(const Classification& of) {
    if (of.kind == Kind::kUnclassified) return "";
    return absl::StrFormat(" (perhaps %s, %.2f)", KindName(of.kind), of.confidence);
  }

  // The mask of its class can't be made for its type.
  void NoteMisfit(const OutlineTable& table, const OutlineColumn& column, Kind kind) {
    if (FitsType(EntryOf(kind).treatment, column.type)) {
      fitting_.insert(kind);
      return;
    }
    absl::StrAppend(&misfits_,
                    "  rules { column: ", Quote(absl::StrCat(table.FullName(), ".", column.name)),
                    " redact {} }\n");
  }

  std::string Views() const {
    if (discovery_.outline.views.empty()) return "";
    std::string text =
        "# Views are invisible until they are listed. Without columns a view is expanded over the "
        "masked tables.\n";
    for (const auto& [name, comment] : discovery_.outline.views) {
      absl::StrAppend(&text, "# tables { name: ", Quote(name), Title(comment), " }\n");
    }
    return text + "\n";
  }

  std::string Role() const {
    if (kinds_.empty()) return "";
    std::string text =
        "roles {\n  name: \"maintenance-draft\"\n"
        "  # database_role: the role with SELECT on the columns that it needs "
        "(docs/admins_guide.md)\n";
    if (!misfits_.empty()) {
      absl::StrAppend(&text, "\n  # Their type takes no finer mask.\n", misfits_);
    }
    for (const bool shown : {false, true}) {
      absl::StrAppend(&text, shown ? "\n  # As they are: what debugging is about.\n" : "\n");
      for (const KindEntry& entry : KindTable()) {
        if (fitting_.count(entry.kind) == 0 || IsShown(entry.kind) != shown) continue;
        absl::StrAppend(&text, "  rules { class: ", Quote(entry.name), " ", MaskText(entry),
                        " }\n");
      }
    }
    return text + "}\n";
  }

  const Discovery& discovery_;
  std::set<Kind> kinds_;
  // Those with a column whose type takes the mask.
  std::set<Kind> fitting_;
  std::string misfits_;
};

}  // namespace

std::string DraftPolicy(const Discovery& discovery) { return Drafting(discovery).Run(); }

}  // namespace sudare::discover
