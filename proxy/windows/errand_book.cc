#include "proxy/windows/errand_book.h"

#include "proxy/windows/state_messages.h"
#include "proxy/windows/window_time.h"

namespace sudare::windows {
namespace {

using sudare::v1::Window;
using sudare::v1::WindowErrand;
using sudare::v1::WindowEvent;
using sudare::v1::WindowLine;

absl::string_view TableOf(Errands kind) {
  return kind == Errands::kLine ? "window_lines" : "window_alarms";
}

WindowLine::State StateOf(const WindowErrand& line, const Window& window, absl::Time now) {
  if (window.state() == Window::OPEN) return WindowLine::ON;
  if (line.opening() && IsHeld(line, now)) return WindowLine::SWITCHING_ON;
  return line.failures() > 0 ? WindowLine::NOT_OFF : WindowLine::SWITCHING_OFF;
}

}  // namespace

absl::StatusOr<std::optional<WindowErrand>> FindErrand(StateReader& state, Errands kind,
                                                       absl::string_view window) {
  return FindEntry<WindowErrand>(state, TableOf(kind), window);
}

absl::StatusOr<std::vector<WindowErrand>> AllErrands(StateReader& state, Errands kind) {
  return ScanAll<WindowErrand>(state, TableOf(kind));
}

absl::Status PutErrand(StateTransaction& state, Errands kind, const WindowErrand& errand) {
  return state.Put(TableOf(kind), errand.window(), errand.SerializeAsString());
}

absl::Status DropErrand(StateTransaction& state, Errands kind, absl::string_view window) {
  return state.Delete(TableOf(kind), window);
}

bool IsHeld(const WindowErrand& errand, absl::Time now) {
  return !errand.holder().empty() && now < TimeOf(errand.held_until());
}

void Hold(absl::string_view holder, absl::Time until, WindowErrand* errand) {
  errand->set_holder(std::string(holder));
  SetTime(until, errand->mutable_held_until());
  errand->clear_next_try();
}

void LetGo(absl::Time next_try, WindowErrand* errand) {
  errand->clear_holder();
  errand->clear_held_until();
  errand->clear_opening();
  SetTime(next_try, errand->mutable_next_try());
}

absl::Status AddLine(StateReader& state, absl::Time now, Window* window) {
  SUDARE_ASSIGN_OR_RETURN(const std::optional<WindowErrand> line,
                          FindErrand(state, Errands::kLine, window->id()));
  if (line.has_value()) {
    WindowLine* const out = window->mutable_line();
    out->set_state(StateOf(*line, *window, state.Now()));
    out->set_failures(line->failures());
    out->set_failure(line->failure());
    if (line->has_next_try()) *out->mutable_next_try() = line->next_try();
  }
  if (window->line().state() == WindowLine::NOT_OFF) {
    window->set_alert(Window::LINE_NOT_OFF);
  } else if (EndsSoon(*window, now)) {
    window->set_alert(Window::ENDS_SOON);
  } else if (ClosedByItself(*window)) {
    window->set_alert(Window::CLOSED_BY_ITSELF);
  }
  return absl::OkStatus();
}

bool EndsSoon(const Window& window, absl::Time now) {
  return window.state() == Window::OPEN && TimeOf(window.planned_end()) - now <= kEndsSoon;
}

bool ClosedByItself(const Window& window) {
  if (window.state() != Window::CLOSED || window.events().empty()) return false;
  const WindowEvent::Kind last = window.events(window.events_size() - 1).kind();
  return last == WindowEvent::ENDED || last == WindowEvent::IDLED;
}

}  // namespace sudare::windows
