#include "proxy/ledger/window_events.h"

namespace sudare::ledger {

using sudare::v1::Window;
using sudare::v1::WindowEvent;

const WindowEvent* EventOf(const Window& window, WindowEvent::Kind kind) {
  for (int i = window.events_size() - 1; i >= 0; --i) {
    if (window.events(i).kind() == kind) return &window.events(i);
  }
  return nullptr;
}

const WindowEvent* EndOf(const Window& window) {
  bool is_open = false;
  for (const WindowEvent& event : window.events()) {
    if (event.kind() == WindowEvent::OPENED) {
      is_open = true;
    } else if (is_open) {
      return &event;
    }
  }
  return nullptr;
}

bool IsAutomatic(const WindowEvent& event) {
  return event.kind() == WindowEvent::ENDED || event.kind() == WindowEvent::IDLED;
}

bool IsRefusedChange(const sudare::v1::WindowChange& change) {
  const bool is_asked = !change.caller().staff().empty() || !change.caller().account().empty();
  return is_asked && !change.status().empty() && change.status() != "OK" &&
         change.reason() != "CHANGED_MEANWHILE";
}

bool HasFailed(const sudare::v1::WindowCommand& command) {
  return command.ending() != sudare::v1::WindowCommand::EXITED || command.exit_code() != 0;
}

}  // namespace sudare::ledger
