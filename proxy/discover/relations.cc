#include "proxy/discover/relations.h"

#include <algorithm>
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
    for (auto& [place, finding] : findings_) FindInBankRecords(place, &finding);
    for (auto& [place, finding] : findings_) FindHeld(place, &finding);
    // Twice, so that a kind reaches what refers to what refers.
    for (int pass = 0; pass < 2; ++pass) {
      for (auto& [place, finding] : findings_) Follow(place, &finding);
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

  // Whatever a bank record has in its field of account numbers is one, under any name.
  void FindInBankRecords(const ColumnPlace& place, ColumnFinding* finding) {
    const Classification& own = finding->classification;
    const bool is_vague = !own.IsSure() || own.kind == Kind::kKey || own.kind == Kind::kCode ||
                          (own.kind == Kind::kPersonNameKana && own.confidence < 0.9);
    if (!is_vague || finding->evidence.hashes.size() < kEnoughHashes) return;
    for (const auto& [record, of] : findings_) {
      if (record == place) continue;
      const double accounts = ShareIn(finding->evidence.hashes, of.evidence.account_hashes);
      const double holders = ShareIn(finding->evidence.hashes, of.evidence.holder_hashes);
      if (std::max(accounts, holders) < kEqual) continue;
      Take(accounts > holders ? Kind::kBankAccount : Kind::kAccountHolder, 0.8,
           "is a field of the bank records in ", record, &finding->classification);
      return;
    }
  }

  static double ShareIn(const std::set<uint64_t>& hashes, const std::set<uint64_t>& others) {
    if (others.empty()) return 0;
    const auto shared = std::count_if(hashes.begin(), hashes.end(),
                                      [&](uint64_t hash) { return others.count(hash) != 0; });
    return static_cast<double>(shared) / static_cast<double>(hashes.size());
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

  void Follow(const ColumnPlace& place, ColumnFinding* finding) {
    Classification& own = finding->classification;
    for (const Relation& relation : finding->relations) {
      const Classification& target = findings_.at(relation.target).classification;
      if (relation.kind == RelationKind::kEquals) TakeBack(place, own, relation);
      if (!target.IsSure()) continue;
      if (relation.kind == RelationKind::kHolds) {
        // Scrubbing takes numbers out, no names.
        if (own.kind == Kind::kUnclassified || IsShown(own.kind) || own.kind == Kind::kRemark) {
          Take(Kind::kFreeText, 0.6, "holds values of ", relation.target, &own);
        }
        continue;
      }
      const bool is_vague = !own.IsSure() || own.kind == Kind::kKey || own.kind == Kind::kCode;
      const bool is_more_sensitive = IsShown(own.kind) && !IsShown(target.kind);
      const bool is_sharper = is_vague && target.kind != Kind::kKey && target.kind != Kind::kCode;
      // Nothing is shown because it equals something shown, except by a foreign key, and whatever
      // has employees' numbers.
      const bool is_allowed = !IsShown(target.kind) || IsShown(own.kind) ||
                              relation.kind == RelationKind::kRefersTo ||
                              (target.kind == Kind::kEmployeeNo && relation.share > 0.9);
      if (own.kind != target.kind && (is_more_sensitive || is_sharper || !own.IsSure()) &&
          is_allowed) {
        Take(target.kind, target.confidence * (relation.share > 0.9 ? 0.95 : 0.8),
             relation.kind == RelationKind::kRefersTo ? "refers to " : "has the values of ",
             relation.target, &own);
      }
    }
  }

  // A column without a kind that has all values of somebody's numbers has such numbers.
  void TakeBack(const ColumnPlace& place, const Classification& own, const Relation& relation) {
    Classification& target = findings_.at(relation.target).classification;
    if (target.IsSure() || !own.IsSure() || !IsIdentity(own.kind) || relation.share < 0.9) return;
    Take(own.kind, own.confidence * 0.9, "has all values of ", place, &target);
  }

  void Take(Kind kind, double confidence, absl::string_view why, ColumnPlace target,
            Classification* own) const {
    const OutlineTable& table = outline_.tables[target.first];
    own->kind = kind;
    own->confidence = confidence;
    own->reasons.push_back(
        absl::StrCat(why, table.FullName(), ".", table.columns[target.second].name));
  }

  const Outline& outline_;
  Findings& findings_;
  std::unordered_map<uint64_t, std::vector<ColumnPlace>> columns_of_;
};

}  // namespace

void Relate(const Outline& outline, Findings* findings) { Relating(outline, findings).Run(); }

}  // namespace sudare::discover
