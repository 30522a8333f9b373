#include "proxy/windows/window_words.h"

namespace sudare::windows {

using sudare::v1::Window;
using sudare::v1::WindowEvent;
using sudare::v1::WindowLine;

BothLanguages WordsOf(Window::State state) {
  switch (state) {
    case Window::REQUESTED:
      return {"requested", "申請中"};
    case Window::APPROVED:
      return {"approved", "承認済み"};
    case Window::OPEN:
      return {"open", "接続中"};
    case Window::CLOSED:
      return {"closed", "切断済み"};
    case Window::REJECTED:
      return {"rejected", "却下"};
    case Window::CANCELLED:
      return {"cancelled", "取消し"};
    case Window::EXPIRED:
      return {"expired", "期限切れ"};
    default:
      return {"unknown", "不明"};
  }
}

BothLanguages WordsOf(WindowEvent::Kind kind) {
  switch (kind) {
    case WindowEvent::REQUESTED:
      return {"requested", "申請"};
    case WindowEvent::APPROVED:
      return {"approved", "承認"};
    case WindowEvent::REJECTED:
      return {"rejected", "却下"};
    case WindowEvent::CANCELLED:
      return {"cancelled", "取消し"};
    case WindowEvent::WITHDRAWN:
      return {"approval withdrawn", "承認の撤回"};
    case WindowEvent::OPENED:
      return {"connected", "接続"};
    case WindowEvent::CLOSED:
      return {"disconnected", "切断"};
    case WindowEvent::ENDED:
      return {"disconnected by itself: the time is over", "自動切断(終了時刻)"};
    case WindowEvent::IDLED:
      return {"disconnected by itself: nobody was working", "自動切断(無操作)"};
    case WindowEvent::EXPIRED:
      return {"never connected", "未接続のまま期限切れ"};
    default:
      return {"unknown", "不明"};
  }
}

BothLanguages WordsOf(WindowLine::State state) {
  switch (state) {
    case WindowLine::SWITCHING_ON:
      return {"line being switched on", "回線接続中"};
    case WindowLine::ON:
      return {"line on", "回線接続済み"};
    case WindowLine::SWITCHING_OFF:
      return {"line being switched off", "回線切断中"};
    case WindowLine::NOT_OFF:
      return {"line NOT off", "回線未切断"};
    default:
      return {"line off", "回線なし"};
  }
}

}  // namespace sudare::windows
