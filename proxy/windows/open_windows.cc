#include "proxy/windows/open_windows.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_refusal.h"
#include "proxy/windows/window_time.h"

namespace sudare::windows {
namespace {

using sudare::v1::Window;

struct Reading {
  std::vector<Window> live;
  // Those that were open before.
  std::vector<Window> ended;
  absl::Time store_time;
  absl::Time latest;
};

bool Names(const Window& window, absl::string_view account) {
  return std::any_of(window.persons().begin(), window.persons().end(),
                     [account](const auto& person) { return person.account() == account; });
}

}  // namespace

Clocks SystemClocks() {
  return {absl::Now,
          [] { return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()); }};
}

OpenWindows::OpenWindows(StateStore* store, Clocks clocks)
    : store_(*store), clocks_(std::move(clocks)) {}

absl::StatusOr<std::vector<Window>> OpenWindows::Read() {
  std::lock_guard<std::mutex> reading_lock(reading_);
  // What is known is as old as the question, not as the answer.
  const absl::Duration asked_at = clocks_.monotonic();
  SUDARE_ASSIGN_OR_RETURN(const uint64_t version, store_.Version());
  if (has_read_ && version == version_ && asked_at - full_read_at_ < kFullRead) {
    std::lock_guard<std::mutex> lock(mutex_);
    read_at_ = asked_at;
    SUDARE_RETURN_IF_ERROR(state_);
    return std::vector<Window>();
  }
  ById before;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    before = open_;
  }
  Reading reading;
  SUDARE_RETURN_IF_ERROR(store_.Read([&](StateReader& state) -> absl::Status {
    reading = {};
    SUDARE_ASSIGN_OR_RETURN(reading.live, LiveWindows(state));
    for (const auto& [id, window] : before) {
      SUDARE_ASSIGN_OR_RETURN(std::optional<Window> now, FindWindow(state, id));
      if (now.has_value() && now->state() != Window::OPEN) reading.ended.push_back(*now);
    }
    reading.store_time = state.Now();
    SUDARE_ASSIGN_OR_RETURN(reading.latest, LatestTime(state));
    return absl::OkStatus();
  }));
  const absl::Time here = clocks_.wall();
  ById open;
  for (const Window& window : reading.live) {
    if (window.state() != Window::OPEN) continue;
    auto entry = std::make_shared<OpenWindow>();
    entry->window = window;
    entry->deadline = asked_at + (TimeOf(window.planned_end()) - here);
    const auto known = before.find(window.id());
    if (known != before.end()) {
      entry->deadline = std::min(entry->deadline, known->second->deadline);
    }
    open[window.id()] = std::move(entry);
  }
  std::lock_guard<std::mutex> lock(mutex_);
  state_ = CheckClocks(here, reading.store_time, reading.latest);
  open_ = std::move(open);
  live_ = std::move(reading.live);
  read_at_ = asked_at;
  version_ = version;
  full_read_at_ = asked_at;
  has_read_ = true;
  SUDARE_RETURN_IF_ERROR(state_);
  return reading.ended;
}

absl::Status OpenWindows::CheckClocks(absl::Time here, absl::Time store, absl::Time latest) const {
  const absl::Time then = std::max(store, latest);
  const bool back = here + kClockTolerance < then;
  if (!back && here - store <= kClockTolerance) return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "CLOCK_WRONG",
      {absl::StrCat("the proxy's clock says ", ShownTime(here), ", ",
                    back && latest >= store ? "but it has been " : "the state's clock ",
                    ShownTime(back ? then : store), ": no window opens until that is put right"),
       "時計が合っていないため接続できません"},
      {"an admin sets the clock (see `sudare doctor`)", "管理者が時計を合わせてください"});
}

absl::Status OpenWindows::Reliable() const {
  std::lock_guard<std::mutex> lock(mutex_);
  SUDARE_RETURN_IF_ERROR(state_);
  if (clocks_.monotonic() - read_at_ <= kFresh) return absl::OkStatus();
  return absl::UnavailableError("the state of the windows was not read lately");
}

bool OpenWindows::blind() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return !state_.ok() || clocks_.monotonic() - read_at_ > kBlind;
}

std::shared_ptr<const OpenWindow> OpenWindows::Find(absl::string_view role,
                                                    absl::string_view account) const {
  const absl::Duration now = clocks_.monotonic();
  std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& [id, entry] : open_) {
    if (entry->window.role() == role && now < entry->deadline && Names(entry->window, account)) {
      return entry;
    }
  }
  return nullptr;
}

std::vector<std::shared_ptr<const OpenWindow>> OpenWindows::open() const {
  std::lock_guard<std::mutex> lock(mutex_);
  std::vector<std::shared_ptr<const OpenWindow>> open;
  for (const auto& [id, entry] : open_) open.push_back(entry);
  return open;
}

std::vector<Window> OpenWindows::live() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return live_;
}

}  // namespace sudare::windows
