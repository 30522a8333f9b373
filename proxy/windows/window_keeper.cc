#include "proxy/windows/window_keeper.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_refusal.h"
#include "proxy/windows/window_rules.h"
#include "proxy/windows/window_time.h"
#include "proxy/windows/window_words.h"
#include "spdlog/spdlog.h"

namespace sudare::windows {
namespace {

using sudare::v1::Window;
using sudare::v1::WindowEvent;

constexpr std::chrono::milliseconds kTick{50};
constexpr std::chrono::milliseconds kTend{200};
// How often what was used of windows is written, if it changed.
constexpr absl::Duration kUseInterval = absl::Seconds(4);
// A window that could not be closed by itself is tried again after this.
constexpr absl::Duration kSettleAgain = absl::Seconds(5);
// An account that is refused is told of in the log this often.
constexpr absl::Duration kLogAgain = absl::Minutes(1);

absl::Status NoOpenWindowFor(const Account& account) {
  return Refuse(absl::StatusCode::kFailedPrecondition, "NO_OPEN_WINDOW",
                {absl::StrCat("account ", Quoted(account.name),
                              " works in maintenance windows only, and none is open for it"),
                 absl::StrCat("アカウント", Quoted(account.name),
                              "の接続は現在許可されていません(保守作業の時間外)")},
                {"telephone the city: its staff request, approve and open a window",
                 "市の担当者に電話で連絡してください"});
}

absl::Status StateUnavailable() {
  return Refuse(
      absl::StatusCode::kUnavailable, "WINDOW_STATE_UNAVAILABLE",
      {"whether a maintenance window is open can't be found out now", "接続の許可を確認できません"},
      {"try again in some seconds", "しばらくしてからやり直してください"});
}

absl::Status Cut(const std::string& window, const BothLanguages& why) {
  return Refuse(
      absl::StatusCode::kAborted, "WINDOW_CLOSED",
      {absl::StrCat("window ", Quoted(window), " was closed: ", why.english),
       absl::StrCat("接続", Quoted(window), "は終了しました(", why.japanese, ")")},
      {"telephone the city if there is more to do", "作業が残っている場合は市に電話してください"});
}

// With an ErrorDetail, whatever the store said.
absl::Status Explained(const absl::Status& status) {
  return status.ok() || !DetailOf(status).reason().empty() ? status : StateUnavailable();
}

}  // namespace

WindowKeeper::WindowKeeper(Parts parts)
    : parts_(std::move(parts)),
      open_(parts_.store, parts_.clocks),
      budgets_(parts_.store, parts_.clocks.wall),
      presence_(parts_.store, parts_.proxy, parts_.clocks.monotonic) {
  Refresh();
  timekeeper_ = std::thread([this] { KeepTime(); });
  tender_ = std::thread([this] { Tend(); });
}

WindowKeeper::~WindowKeeper() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  timekeeper_.join();
  tender_.join();
  budgets_.GiveBack([](CountedIn, const std::string&) { return false; });
}

absl::StatusOr<std::unique_ptr<WindowPass>> WindowKeeper::Enter(const Account& account) {
  const Role& role = *account.role;
  if (!role.requires_window && role.exclusive_with.empty() && !role.has_budgets()) return nullptr;
  PassFacts facts;
  facts.role = role.name;
  facts.account = account.name;
  PassBudgets budgets;
  if (role.requires_window) {
    SUDARE_RETURN_IF_ERROR(BeSure());
    const std::shared_ptr<const OpenWindow> open = open_.Find(role.name, account.name);
    if (open == nullptr) return NoOpenWindow(account);
    const Window& window = open->window;
    facts.window = window.id();
    facts.token_scope = TokenScopeOf(window);
    facts.ends_at = TimeOf(window.planned_end());
    facts.classes.assign(window.classes().begin(), window.classes().end());
    budgets = BudgetsFor(account, &window);
    std::lock_guard<std::mutex> lock(mutex_);
    last_active_[window.id()] = parts_.clocks.wall();
  }
  if (!role.requires_window) budgets = BudgetsFor(account, nullptr);
  std::shared_ptr<void> hold;
  if (!role.exclusive_with.empty()) {
    absl::StatusOr<std::shared_ptr<void>> entered = presence_.Enter(role, account.name);
    SUDARE_RETURN_IF_ERROR(Explained(entered.status()));
    hold = *std::move(entered);
  }
  const std::string window = facts.window;
  std::unique_ptr<WindowPass> pass =
      passes_.Admit(std::move(facts), std::move(budgets), std::move(hold));
  // A window that was closed since it was found has cut its passes already, and not this one.
  if (role.requires_window) {
    const std::shared_ptr<const OpenWindow> open = open_.Find(role.name, account.name);
    if (open == nullptr || open->window.id() != window) return NoOpenWindow(account);
  }
  return pass;
}

absl::Status WindowKeeper::NoOpenWindow(const Account& account) {
  absl::Status refused = NoOpenWindowFor(account);
  const absl::Time now = parts_.clocks.wall();
  const std::string outlook = ShownOutlook(PlannedFor(account.name, open_.live(), now));
  SetStaffNote(outlook, &refused);
  attempts_.Add(account.name, DetailOf(refused).reason(), now);
  const absl::Duration tick = parts_.clocks.monotonic();
  std::lock_guard<std::mutex> lock(mutex_);
  const auto [logged, is_first] = refusal_logged_at_.try_emplace(account.name, tick);
  if (is_first || tick - logged->second >= kLogAgain) {
    logged->second = tick;
    spdlog::info("account {} was refused: no window is open for it; {}", account.name, outlook);
  }
  return refused;
}

std::vector<Budget> WindowKeeper::BudgetsOf(const Account& account, const Window* window) const {
  const sudare::v1::Budgets& role = account.role->budgets;
  const absl::CivilDay today = DayInJapan(parts_.clocks.wall());
  std::vector<Budget> budgets;
  if (window != nullptr) {
    budgets.push_back({CountedIn::kWindow, window->id(), window->id(), window->row_budget(),
                       window->person_budget()});
  }
  budgets.push_back({CountedIn::kDay, DayKey(account.name, today), account.name,
                     role.rows_per_day(), role.persons_per_day()});
  budgets.push_back({CountedIn::kMonth, MonthKey(account.name, today), account.name, 0, 0});
  return budgets;
}

PassBudgets WindowKeeper::BudgetsFor(const Account& account, const Window* window) {
  auto open = window == nullptr ? nullptr : std::make_shared<const Window>(*window);
  // The day may end while a query runs, and the policy be replaced.
  auto who = std::make_shared<Account>(account);
  auto role = std::make_shared<const Role>(*account.role);
  who->role = role.get();
  PassBudgets budgets;
  budgets.take_rows = [this, open, who, role](uint64_t rows) -> absl::Status {
    for (const Budget& budget : BudgetsOf(*who, open.get())) {
      SUDARE_RETURN_IF_ERROR(budgets_.TakeRows(budget, rows));
    }
    return absl::OkStatus();
  };
  const bool counts =
      role->budgets.persons_per_day() != 0 || (window != nullptr && window->person_budget() != 0);
  if (!counts) return budgets;
  budgets.see_persons = [this, open, who, role](absl::Span<const absl::uint128> known,
                                                uint64_t unnamed) {
    return budgets_.SeePersons(BudgetsOf(*who, open.get()), known, unnamed);
  };
  return budgets;
}

absl::Status WindowKeeper::BeSure() {
  if (open_.Reliable().ok()) return absl::OkStatus();
  Refresh();
  return Explained(open_.Reliable());
}

void WindowKeeper::Refresh() {
  const absl::StatusOr<std::vector<Window>> ended = open_.Read();
  if (ended.ok()) {
    for (const Window& window : *ended) CutWindow(window);
  }
  std::lock_guard<std::mutex> lock(mutex_);
  if (ended.ok() != health_.ok()) {
    if (ended.ok()) {
      spdlog::info("the state of maintenance windows can be relied on again");
    } else {
      spdlog::error("no maintenance window counts as open: {}",
                    std::string(ended.status().message()));
    }
  }
  health_ = ended.status();
}

absl::Status WindowKeeper::Health() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return health_;
}

void WindowKeeper::CutWindow(const Window& window) {
  const WindowEvent& last = window.events(window.events_size() - 1);
  passes_.Cut([&](const PassFacts& facts) { return facts.window == window.id(); },
              Cut(window.id(), WordsOf(last.kind())), parts_.clocks.monotonic());
}

void WindowKeeper::KeepTime() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stop_.wait_for(lock, kTick, [this] { return stopping_; })) {
    lock.unlock();
    const absl::Duration now = parts_.clocks.monotonic();
    for (const std::shared_ptr<const OpenWindow>& open : open_.open()) {
      if (now < open->deadline) continue;
      passes_.Cut([&](const PassFacts& facts) { return facts.window == open->window.id(); },
                  Cut(open->window.id(), WordsOf(WindowEvent::ENDED)), now);
    }
    if (open_.blind()) {
      passes_.Cut([](const PassFacts& facts) { return !facts.window.empty(); }, StateUnavailable(),
                  now);
    }
    for (const std::string& role : presence_.Lapsed()) {
      passes_.Cut([&](const PassFacts& facts) { return facts.role == role; }, StateUnavailable(),
                  now);
    }
    passes_.AbortLate(now);
    lock.lock();
  }
}

void WindowKeeper::Tend() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stop_.wait_for(lock, kTend, [this] { return stopping_; })) {
    lock.unlock();
    Refresh();
    RenewPresences();
    SettleDue();
    TendUse();
    parts_.changes->CatchUp();
    lock.lock();
  }
}

void WindowKeeper::RenewPresences() {
  const absl::Duration now = parts_.clocks.monotonic();
  if (now - renewed_at_ < SidePresence::kRenewal) return;
  renewed_at_ = now;
  for (const auto& [role, why] : presence_.Renew()) {
    const std::string& name = role;
    passes_.Cut([&](const PassFacts& facts) { return facts.role == name; }, why, now);
  }
}

void WindowKeeper::SettleDue() {
  const absl::Duration tick = parts_.clocks.monotonic();
  for (const Window& window : open_.live()) {
    const absl::Time now = parts_.clocks.wall();
    if (Due(window, now, LastActive(window.id())) == WindowEvent::KIND_UNSPECIFIED) continue;
    absl::Duration& again_at = settle_again_at_[window.id()];
    if (tick < again_at) continue;
    again_at = tick + kSettleAgain;
    Settle(window.id(), now);
  }
}

absl::Time WindowKeeper::LastActive(const std::string& window) const {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = last_active_.find(window);
  return found == last_active_.end() ? absl::InfinitePast() : found->second;
}

void WindowKeeper::Settle(const std::string& window, absl::Time now) {
  // Somebody may work in it through another proxy.
  absl::Time active = LastActive(window);
  WindowEvent::Kind due = WindowEvent::KIND_UNSPECIFIED;
  const absl::Status read = parts_.store->Read([&](StateReader& state) -> absl::Status {
    SUDARE_ASSIGN_OR_RETURN(const auto use, UseOf(state, window));
    active = std::max(active, TimeOf(use.last_active()));
    SUDARE_ASSIGN_OR_RETURN(const auto current, FindWindow(state, window));
    if (current.has_value()) due = Due(*current, now, active);
    return absl::OkStatus();
  });
  if (!read.ok() || due == WindowEvent::KIND_UNSPECIFIED) return;
  const std::shared_ptr<const Policy> policy = parts_.policy->Current();
  WantedChange wanted;
  wanted.kind = due;
  wanted.window = window;
  wanted.policy_hash = policy == nullptr ? "" : policy->hash();
  const absl::StatusOr<Window> settled =
      parts_.changes->Change(wanted, [&](StateReader&, Window* current) -> absl::Status {
        if (Due(*current, now, active) != due)
          return absl::CancelledError("it is not due any more");
        windows::Settle(due, now, wanted.policy_hash, current);
        return absl::OkStatus();
      });
  if (!settled.ok()) {
    spdlog::error("window {} can't be closed in the shared state, though its queries end: {}",
                  window, std::string(settled.status().message()));
    return;
  }
  spdlog::info("window {}: {}", window, std::string(WordsOf(due).english));
  Refresh();
}

void WindowKeeper::TendUse() {
  const absl::Duration now = parts_.clocks.monotonic();
  if (now - use_written_at_ < kUseInterval) return;
  use_written_at_ = now;
  attempts_.Write(*parts_.store);
  const absl::flat_hash_set<std::string> busy = passes_.BusyWindows();
  absl::flat_hash_map<std::string, absl::Time> active;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const std::string& window : busy) last_active_[window] = parts_.clocks.wall();
    active = last_active_;
  }
  const absl::flat_hash_set<std::string> busy_accounts = passes_.BusyAccounts();
  budgets_.GiveBack([&](CountedIn what, const std::string& owner) {
    return what == CountedIn::kWindow ? busy.contains(owner) : busy_accounts.contains(owner);
  });
  for (const auto& [window, time] : active) {
    if (written_active_[window] == time) continue;
    const std::string& id = window;
    const absl::Time last = time;
    const absl::Status written =
        parts_.store->Transact([&](StateTransaction& state) -> absl::Status {
          SUDARE_ASSIGN_OR_RETURN(auto use, UseOf(state, id));
          SetTime(std::max(last, TimeOf(use.last_active())), use.mutable_last_active());
          SUDARE_RETURN_IF_ERROR(PutUse(state, id, use));
          SUDARE_ASSIGN_OR_RETURN(const absl::Time latest, LatestTime(state));
          return PutLatestTime(state, std::max(latest, last));
        });
    if (written.ok()) written_active_[window] = time;
  }
}

}  // namespace sudare::windows
