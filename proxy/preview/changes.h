// Changes: the list that a comparison of policies makes. Each knows whether it shows more, and how
// much it matters.
#ifndef SUDARE_PROXY_PREVIEW_CHANGES_H_
#define SUDARE_PROXY_PREVIEW_CHANGES_H_

#include <algorithm>
#include <string>
#include <vector>

#include "proto/preview.pb.h"

namespace sudare::preview {

enum class Direction { kMore, kDifferent, kLess };

// "more", "different", "less".
std::string DirectionName(Direction direction);

// What matters is weighed within one direction; all that shows more comes before the rest.
struct Weight {
  static constexpr int kDetail = 10;
  static constexpr int kLimit = 50;
  static constexpr int kPledge = 100;
  static constexpr int kLogin = 200;
  static constexpr int kProgram = 250;
  static constexpr int kFunction = 250;
  static constexpr int kWindow = 250;
  static constexpr int kRows = 300;
  static constexpr int kAccount = 400;
  static constexpr int kConversion = 450;
  static constexpr int kDetokenize = 500;
  // Of a class whose values mustn't be converted into anything.
  static constexpr int kInconvertible = 500;
  // For each step on the ladder from hidden to allowed.
  static constexpr int kMaskStep = 50;
};

struct ChangeText {
  std::string kind;
  std::string subject;
  std::string before;
  std::string after;
};

// Thread-safety: one thread at a time.
class Changes {
 public:
  // For whom the changes that follow are.
  void SetGroup(std::vector<std::string> accounts, std::string role);

  // The change may be added to until the next call.
  sudare::v1::PolicyChange* Add(Direction direction, int weight, const ChangeText& text);

  // What went from `before` to `after` as a whole: what is only in `after` shows more, what is only
  // in `before` less.
  void AddSets(int weight, const std::string& kind, const std::string& subject,
               std::vector<std::string> before, std::vector<std::string> after);

  // The riskiest first, otherwise by kind and subject.
  std::vector<sudare::v1::PolicyChange> Take();

 private:
  std::vector<sudare::v1::PolicyChange> changes_;
  std::vector<std::string> accounts_;
  std::string role_;
};

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_CHANGES_H_
