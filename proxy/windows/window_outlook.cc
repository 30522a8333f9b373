#include "proxy/windows/window_outlook.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/windows/state_messages.h"
#include "proxy/windows/window_time.h"
#include "proxy/windows/window_words.h"

namespace sudare::windows {
namespace {

using sudare::v1::RefusedAttempts;
using sudare::v1::Window;

constexpr absl::string_view kAttempts = "window_attempts";

bool Names(const Window& window, absl::string_view account) {
  return std::any_of(window.persons().begin(), window.persons().end(),
                     [account](const auto& person) { return person.account() == account; });
}

// `later` comes after `attempts`.
void Merge(const RefusedAttempts& later, RefusedAttempts* attempts) {
  const bool is_new = attempts->count() == 0 ||
                      TimeOf(later.first()) - TimeOf(attempts->last()) > AttemptNotes::kPause;
  if (is_new) {
    *attempts = later;
    return;
  }
  attempts->set_count(attempts->count() + later.count());
  attempts->set_reason(later.reason());
  *attempts->mutable_last() = later.last();
}

}  // namespace

std::vector<Window> PlannedFor(absl::string_view account, const std::vector<Window>& windows,
                               absl::Time now) {
  std::vector<Window> planned;
  for (const Window& window : windows) {
    const bool is_planned =
        window.state() == Window::APPROVED || window.state() == Window::REQUESTED;
    if (is_planned && Names(window, account) && now < TimeOf(window.planned_end())) {
      planned.push_back(window);
    }
  }
  std::stable_sort(planned.begin(), planned.end(), [](const Window& a, const Window& b) {
    return TimeOf(a.planned_start()) < TimeOf(b.planned_start());
  });
  return planned;
}

std::string ShownOutlook(const std::vector<Window>& planned) {
  if (planned.empty()) return "no window is planned / 接続の予定はありません";
  const Window& next = planned.front();
  const BothLanguages state = WordsOf(next.state());
  const std::string span = absl::StrCat(ShownTime(TimeOf(next.planned_start())), " – ",
                                        ShownTime(TimeOf(next.planned_end())));
  return absl::StrCat("next window ", next.id(), " (", state.english, "), ", span, " / 次の接続 ",
                      next.id(), "(", state.japanese, ")");
}

absl::StatusOr<RefusedAttempts> AttemptsOf(StateReader& state, absl::string_view account,
                                           absl::Time now) {
  SUDARE_ASSIGN_OR_RETURN(const auto attempts,
                          FindEntry<RefusedAttempts>(state, kAttempts, account));
  const bool is_recent =
      attempts.has_value() && now - TimeOf(attempts->last()) <= AttemptNotes::kPause;
  return is_recent ? *attempts : RefusedAttempts();
}

void AttemptNotes::Add(const std::string& account, absl::string_view reason, absl::Time now) {
  RefusedAttempts one;
  SetTime(now, one.mutable_first());
  SetTime(now, one.mutable_last());
  one.set_count(1);
  one.set_reason(std::string(reason));
  std::lock_guard<std::mutex> lock(mutex_);
  Merge(one, &fresh_[account]);
}

void AttemptNotes::Write(StateStore& store) {
  absl::flat_hash_map<std::string, RefusedAttempts> fresh;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    fresh = std::exchange(fresh_, {});
  }
  if (fresh.empty()) return;
  const absl::Status written = store.Transact([&](StateTransaction& state) -> absl::Status {
    for (const auto& [account, attempts] : fresh) {
      SUDARE_ASSIGN_OR_RETURN(const auto known,
                              FindEntry<RefusedAttempts>(state, kAttempts, account));
      RefusedAttempts all = known.value_or(RefusedAttempts());
      Merge(attempts, &all);
      SUDARE_RETURN_IF_ERROR(state.Put(kAttempts, account, all.SerializeAsString()));
    }
    return absl::OkStatus();
  });
  if (written.ok()) return;
  std::lock_guard<std::mutex> lock(mutex_);
  for (auto& [account, attempts] : fresh) {
    const auto since = fresh_.find(account);
    if (since != fresh_.end()) Merge(since->second, &attempts);
    fresh_[account] = attempts;
  }
}

}  // namespace sudare::windows
