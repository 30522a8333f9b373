#include "proxy/query/person_counter.h"

#include <utility>

#include "policy/base/status_macros.h"

namespace sudare {
namespace {

using Someone = sql::PersonPlan::Someone;

// NULL compares with nobody.
Value PinnedNumber(const Someone::Pin& pin, const std::vector<Value>& parameters) {
  if (pin.client_index == 0) return pin.literal;
  const auto index = static_cast<size_t>(pin.client_index) - 1;
  return index < parameters.size() ? parameters[index] : Value();
}

}  // namespace

PersonCounter::PersonCounter(const sql::PersonPlan& plan, const PersonHasher& hasher,
                             const std::vector<Value>& parameters, See see)
    : plan_(plan), hasher_(hasher), see_(std::move(see)), last_(plan.someone.size()) {
  for (const Someone& someone : plan_.someone) {
    if (!someone.pin.has_value()) continue;
    const Value number = PinnedNumber(*someone.pin, parameters);
    if (number.has_value()) pinned_.push_back(hasher_.Hash(someone.pin->numbering, *number));
  }
}

void PersonCounter::Meet(absl::uint128 person) {
  if (met_.insert(person).second) waiting_.push_back(person);
}

void PersonCounter::AddRow(absl::Span<const int32_t> lengths, absl::string_view data) {
  if (!has_rows_) {
    has_rows_ = true;
    for (const absl::uint128& person : pinned_) Meet(person);
  }
  unnamed_ += plan_.unnamed;
  for (size_t i = 0; i < plan_.someone.size(); ++i) {
    const Someone& someone = plan_.someone[i];
    if (someone.pin.has_value()) continue;
    const Someone::Number* shown = nullptr;
    for (const Someone::Number& number : someone.numbers) {
      if (lengths[static_cast<size_t>(number.output)] < 0) continue;
      shown = &number;
      break;
    }
    if (shown == nullptr) {
      unnamed_ += someone.null_is_nobody ? 0 : 1;
      continue;
    }
    size_t start = 0;
    for (int before = 0; before < shown->output; ++before) {
      if (lengths[before] > 0) start += static_cast<size_t>(lengths[before]);
    }
    const absl::string_view number =
        data.substr(start, static_cast<size_t>(lengths[shown->output]));
    if (!number.empty() && number == last_[i]) continue;
    last_[i].assign(number.data(), number.size());
    Meet(hasher_.Hash(shown->numbering, number));
  }
}

absl::Status PersonCounter::Count() {
  if (waiting_.empty() && unnamed_ == 0) return absl::OkStatus();
  SUDARE_ASSIGN_OR_RETURN(const uint64_t fresh, see_(waiting_, unnamed_));
  persons_ += waiting_.size() + unnamed_;
  new_persons_ += fresh;
  waiting_.clear();
  unnamed_ = 0;
  return absl::OkStatus();
}

}  // namespace sudare
