#include "proxy/discover/relations.h"

#include <cstdint>
#include <unordered_map>

#include "absl/strings/str_cat.h"

namespace sudare::discover {
namespace {

// Fewer different values are equal by chance.
constexpr size_t kEnoughHashes = 10;
constexpr double kEqual = 0.6;
// A value in more columns tells no two of them apart.
constexpr size_t kMaxColumns = 40;
// Pieces of a text that are another column's values, from which on it counts as made of them.
constexpr size_t kEnoughPieces = 3;

class Relating {
 public:
  Relating(const Outline& outline, Findings* findings) : outline_(outline), findings_(*findings) {}

  void Run() {
    for (const auto& [place, finding] : findings_) {
      for (uint64_t hash : finding.evidence.hashes) columns_of_[hash].push_back(place);
    }
    TakeReferences();
    for (auto& [place, finding] : findings_) FindEqual(place, &finding);
    for (auto& [place, finding] : findings_) FindHeld(place, &finding);
    // Twice, so that a kind reaches what refers to what refers.
    for (int pass = 0; pass < 2; ++pass) {
      for (auto& [place, finding] : findings_) Follow(&finding);
    }
  }

 private:
  void TakeReferences() {
    for (size_t table = 0; table < outline_.tables.size(); ++table) {
      for (const Reference& reference : outline_.tables[table].references) {
        findings_[{table, reference.column}].relations.push_back(
            {RelationKind::kRefersTo, {reference.target_table, reference.target_column}});
      }
    }
  }

  std::map<ColumnPlace, size_t> CountShared(const std::set<uint64_t>& hashes,
                                            ColumnPlace self) const {
    std::map<ColumnPlace, size_t> shared;
    for (uint64_t hash : hashes) {
      const auto found = columns_of_.find(hash);
      if (found == columns_of_.end() || found->second.size() > kMaxColumns) continue;
      for (const ColumnPlace& place : found->second) {
        if (place != self) ++shared[place];
      }
    }
    return shared;
  }

  // Dates and amounts meet by chance.
  static bool MayBeEqual(Kind kind) {
    return kind != Kind::kDate && kind != Kind::kAmount && kind != Kind::kAttendance &&
           kind != Kind::kBirthDate;
  }

  void FindEqual(const ColumnPlace& place, ColumnFinding* finding) const {
    const size_t own = finding->evidence.hashes.size();
    if (own < kEnoughHashes || !MayBeEqual(finding->classification.kind)) return;
    for (const auto& [target, count] : CountShared(finding->evidence.hashes, place)) {
      const double share = static_cast<double>(count) / static_cast<double>(own);
      if (share < kEqual || !MayBeEqual(findings_.at(target).classification.kind)) continue;
      finding->relations.push_back({RelationKind::kEquals, target, share});
    }
  }

  void FindHeld(const ColumnPlace& place, ColumnFinding* finding) const {
    const std::set<uint64_t>& pieces = finding->evidence.piece_hashes;
    for (const auto& [target, count] : CountShared(pieces, place)) {
      const Classification& of = findings_.at(target).classification;
      if (count < kEnoughPieces || !of.IsSure() || !IsIdentity(of.kind)) continue;
      finding->relations.push_back(
          {RelationKind::kHolds, target,
           static_cast<double>(count) / static_cast<double>(pieces.size())});
    }
  }

  void Follow(ColumnFinding* finding) {
    Classification& own = finding->classification;
    for (const Relation& relation : finding->relations) {
      const Classification& target = findings_.at(relation.target).classification;
      if (!target.IsSure()) continue;
      if (relation.kind == RelationKind::kHolds) {
        // Scrubbing takes numbers out, no names.
        if (own.kind == Kind::kUnclassified || IsShown(own.kind) || own.kind == Kind::kRemark) {
          Take(Kind::kFreeText, 0.6, relation, &own);
        }
        continue;
      }
      const bool is_vague = !own.IsSure() || own.kind == Kind::kKey || own.kind == Kind::kCode;
      const bool is_more_sensitive = IsShown(own.kind) && !IsShown(target.kind);
      const bool is_sharper = is_vague && target.kind != Kind::kKey && target.kind != Kind::kCode;
      // Nothing is shown because it equals something shown, except by a foreign key.
      const bool is_allowed =
          !IsShown(target.kind) || IsShown(own.kind) || relation.kind == RelationKind::kRefersTo;
      if (own.kind != target.kind && (is_more_sensitive || is_sharper || !own.IsSure()) &&
          is_allowed) {
        Take(target.kind, target.confidence * (relation.share > 0.9 ? 0.95 : 0.8), relation, &own);
      }
    }
  }

  void Take(Kind kind, double confidence, const Relation& relation, Classification* own) const {
    const OutlineTable& table = outline_.tables[relation.target.first];
    const char* verb = relation.kind == RelationKind::kRefersTo ? "refers to "
                       : relation.kind == RelationKind::kEquals ? "has the values of "
                                                                : "holds values of ";
    own->kind = kind;
    own->confidence = confidence;
    own->reasons.push_back(
        absl::StrCat(verb, table.FullName(), ".", table.columns[relation.target.second].name));
  }

  const Outline& outline_;
  Findings& findings_;
  std::unordered_map<uint64_t, std::vector<ColumnPlace>> columns_of_;
};

}  // namespace

void Relate(const Outline& outline, Findings* findings) { Relating(outline, findings).Run(); }

}  // namespace sudare::discover
