// Events of a maintenance window, looked up.
//
// Thread-safety: pure functions. Lifetime: what is returned points into the window.
#ifndef SUDARE_PROXY_LEDGER_WINDOW_EVENTS_H_
#define SUDARE_PROXY_LEDGER_WINDOW_EVENTS_H_

#include "proto/audit.pb.h"
#include "proto/window.pb.h"

namespace sudare::ledger {

// The last one of this kind; null: there is none.
const sudare::v1::WindowEvent* EventOf(const sudare::v1::Window& window,
                                       sudare::v1::WindowEvent::Kind kind);
// What ended the connection; null: it wasn't connected, or still is.
const sudare::v1::WindowEvent* EndOf(const sudare::v1::Window& window);
// Disconnected by itself (自動切断).
bool IsAutomatic(const sudare::v1::WindowEvent& event);
// How a change ended: somebody asked for it and was told no. What the proxy tried again by itself
// isn't.
bool IsRefusedChange(const sudare::v1::WindowChange& change);
bool HasFailed(const sudare::v1::WindowCommand& command);

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_WINDOW_EVENTS_H_
