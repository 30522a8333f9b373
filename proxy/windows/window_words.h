// What people call the states and events of a maintenance window, in English and Japanese.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_WORDS_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_WORDS_H_

#include "proto/window.pb.h"
#include "proxy/windows/window_refusal.h"

namespace sudare::windows {

// "approved", "承認済み".
BothLanguages WordsOf(sudare::v1::Window::State state);
// "disconnected by itself: the time is over", "自動切断(終了時刻)".
BothLanguages WordsOf(sudare::v1::WindowEvent::Kind kind);

// "line NOT off", "回線未切断".
BothLanguages WordsOf(sudare::v1::WindowLine::State state);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_WORDS_H_
