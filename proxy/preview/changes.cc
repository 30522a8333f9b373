#include "proxy/preview/changes.h"

#include <iterator>
#include <tuple>
#include <utility>

namespace sudare::preview {
namespace {

constexpr int kPerDirection = 10000;

int BaseOf(Direction direction) {
  switch (direction) {
    case Direction::kMore:
      return 2 * kPerDirection;
    case Direction::kDifferent:
      return kPerDirection;
    case Direction::kLess:
      return 0;
  }
  return 0;
}

std::vector<std::string> Without(const std::vector<std::string>& all,
                                 const std::vector<std::string>& some) {
  std::vector<std::string> rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(rest));
  return rest;
}

}  // namespace

std::string DirectionName(Direction direction) {
  switch (direction) {
    case Direction::kMore:
      return "more";
    case Direction::kDifferent:
      return "different";
    case Direction::kLess:
      return "less";
  }
  return "different";
}

void Changes::SetGroup(std::vector<std::string> accounts, std::string role) {
  accounts_ = std::move(accounts);
  role_ = std::move(role);
}

v1::PolicyChange* Changes::Add(Direction direction, int weight, const ChangeText& text) {
  v1::PolicyChange& change = changes_.emplace_back();
  change.set_direction(DirectionName(direction));
  change.set_risk(static_cast<uint32_t>(BaseOf(direction) + std::max(weight, 0)));
  *change.mutable_accounts() = {accounts_.begin(), accounts_.end()};
  change.set_role(role_);
  change.set_kind(text.kind);
  change.set_subject(text.subject);
  change.set_before(text.before);
  change.set_after(text.after);
  return &change;
}

void Changes::AddSets(int weight, const std::string& kind, const std::string& subject,
                      std::vector<std::string> before, std::vector<std::string> after) {
  std::sort(before.begin(), before.end());
  std::sort(after.begin(), after.end());
  for (const std::string& gone : Without(before, after)) {
    Add(Direction::kLess, weight, {kind, subject, gone, "removed"});
  }
  for (const std::string& added : Without(after, before)) {
    Add(Direction::kMore, weight, {kind, subject, "none", added});
  }
}

std::vector<v1::PolicyChange> Changes::Take() {
  std::stable_sort(changes_.begin(), changes_.end(),
                   [](const v1::PolicyChange& a, const v1::PolicyChange& b) {
                     if (a.risk() != b.risk()) return a.risk() > b.risk();
                     return std::tie(a.role(), a.kind(), a.subject()) <
                            std::tie(b.role(), b.kind(), b.subject());
                   });
  return std::move(changes_);
}

}  // namespace sudare::preview
