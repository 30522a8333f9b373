#include "proxy/discover/classifier.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "proxy/discover/detectors.h"
#include "proxy/discover/hints.h"

namespace sudare::discover {
namespace {

constexpr double kComment = 0.9;
constexpr double kName = 0.8;
constexpr double kBoth = 0.95;
// Enough to hide, not to show: a date may be anybody's day of death.
constexpr double kType = 0.6;
// Hints that contradict each other, and hints that the sample contradicts.
constexpr double kDisputed = 0.6;
// A share of values from which on a column is of a kind.
constexpr double kMost = 0.8;
// With fewer values a share says little.
constexpr size_t kEnoughValues = 5;

double Together(double a, double b) { return 1 - (1 - a) * (1 - b); }

const Detector* DetectorOf(Kind kind) {
  for (const Detector& detector : DetectorTable()) {
    if (detector.kind == kind) return &detector;
  }
  return nullptr;
}

std::string ShareText(double share, size_t values) {
  return absl::StrCat(static_cast<int>(std::lround(share * 100)), " % of ", values, " values");
}

class Classifying {
 public:
  Classifying(const OutlineColumn& column, const Evidence& evidence)
      : column_(column), evidence_(evidence) {}

  Classification Run() {
    TakeHints();
    TakeContent();
    TakeBirthYears();
    TakeNumbersInside();
    // Somebody marked it: the city has to look at it. What its content proves stays.
    if (SaysUnclassified(column_.comment) && !is_proved_) {
      result_ = {Kind::kUnclassified, 0, {"its comment says that nobody knows"}};
    }
    if (result_.reasons.empty()) result_.reasons.push_back("nothing tells what it is");
    return std::move(result_);
  }

 private:
  void Say(std::string reason) { result_.reasons.push_back(std::move(reason)); }

  void TakeHints() {
    const Hint comment = HintOfComment(column_.comment, column_.type);
    const Hint name = HintOfName(column_.name, column_.type);
    if (!comment.word.empty()) Say(absl::StrCat("comment says `", comment.word, "`"));
    if (!name.word.empty()) Say(absl::StrCat("name says `", name.word, "`"));
    if (comment.kind == Kind::kUnclassified && name.kind == Kind::kUnclassified) {
      const Hint type = HintOfType(column_.type);
      if (type.kind == Kind::kUnclassified) return;
      Settle(type.kind, kType);
      Say(absl::StrCat("its type, ", type.word));
    } else if (comment.kind == name.kind) {
      Settle(comment.kind, kBoth);
    } else if (comment.kind == Kind::kUnclassified) {
      Settle(name.kind, kName);
    } else if (name.kind == Kind::kUnclassified || IsShown(name.kind)) {
      // People write comments more carefully than they name columns.
      Settle(comment.kind, kComment);
    } else if (IsShown(comment.kind)) {
      Settle(name.kind, kDisputed);
    } else {
      Settle(comment.kind, kName);
    }
  }

  void Settle(Kind kind, double confidence) {
    result_.kind = kind;
    result_.confidence = confidence;
  }

  void TakeContent() {
    if (evidence_.values == 0) return;
    const Detector* best = nullptr;
    double best_weight = 0;
    for (const Detector& detector : DetectorTable()) {
      // Whoever mistypes a number makes its check digit wrong.
      const double share = evidence_.Share(detector.kind);
      const double weight = share >= kMost ? share * detector.confidence : 0;
      if (weight > best_weight) {
        best = &detector;
        best_weight = weight;
      }
    }
    if (best != nullptr) {
      Agree(*best, best_weight);
    } else {
      Doubt();
    }
  }

  void Agree(const Detector& detector, double weight) {
    const std::string share = ShareText(evidence_.Share(detector.kind), evidence_.values);
    if (evidence_.values < kEnoughValues) weight *= 0.5;
    if (detector.kind == result_.kind) {
      Say(absl::StrCat(share, " have the form"));
      result_.confidence = Together(result_.confidence, weight);
      is_proved_ = true;
      return;
    }
    // Names tell kinds of one form apart: kana of a holder, a number in twelve digits of a card.
    if (result_.kind != Kind::kUnclassified && !IsShown(result_.kind) &&
        detector.kind != Kind::kPersonalNumber && detector.kind != Kind::kRecordLine) {
      return;
    }
    if (weight < kEnoughToHide) return;
    Say(absl::StrCat(share, " have the form of ", KindName(detector.kind)));
    Settle(detector.kind, weight);
    is_proved_ = true;
  }

  // The name says what no value has the form of.
  void Doubt() {
    const Detector* detector = DetectorOf(result_.kind);
    if (detector == nullptr || !detector->is_only_form || evidence_.values < kEnoughValues) return;
    const double share = evidence_.Share(result_.kind);
    if (share >= 0.5) return;
    Say(absl::StrCat("but only ", ShareText(share, evidence_.values), " have the form"));
    if (IsShown(result_.kind)) {
      Settle(Kind::kUnclassified, 0);
    } else {
      result_.confidence = std::min(result_.confidence, kDisputed);
    }
  }

  // Dates without a telling name that reach back over lives.
  void TakeBirthYears() {
    const bool has_no_hint = result_.kind == Kind::kUnclassified ||
                             (result_.kind == Kind::kDate && result_.confidence <= kType);
    if (!has_no_hint || evidence_.dates < 20 || evidence_.dates * 10 < evidence_.values * 9) return;
    const int span = evidence_.last_year - evidence_.first_year;
    if (span >= 25 && span <= 120 && evidence_.last_year < 2090) {
      Settle(Kind::kBirthDate, kDisputed);
      Say(absl::StrCat("dates over ", span, " years"));
    }
  }

  void TakeNumbersInside() {
    if (evidence_.valid_numbers_inside > 1) {
      Say(absl::StrCat(evidence_.valid_numbers_inside, " of ", evidence_.numbers_inside,
                       " numbers of twelve digits inside have a right check digit",
                       evidence_.HoldsPersonalNumbers() ? "" : " (as many as by chance)"));
    }
    const bool holds_identities =
        evidence_.HoldsPersonalNumbers() || evidence_.addresses_inside * 20 > evidence_.values;
    if (evidence_.addresses_inside > 0) Say("addresses inside");
    if (holds_identities && (result_.kind == Kind::kUnclassified || IsShown(result_.kind))) {
      Settle(Kind::kFreeText, kDisputed);
      is_proved_ = true;
    } else if (result_.kind == Kind::kUnclassified && evidence_.values >= kEnoughValues &&
               evidence_.delimited * 10 >= evidence_.values * 9) {
      Settle(Kind::kRecordLine, kDisputed);
      Say("lines of fields");
    }
  }

  const OutlineColumn& column_;
  const Evidence& evidence_;
  Classification result_;
  // By its content, not its name.
  bool is_proved_ = false;
};

}  // namespace

bool Classification::IsSure() const {
  if (kind == Kind::kUnclassified) return false;
  return confidence >= (IsShown(kind) ? kEnoughToShow : kEnoughToHide);
}

Classification Classify(const OutlineColumn& column, const Evidence& evidence) {
  return Classifying(column, evidence).Run();
}

}  // namespace sudare::discover
