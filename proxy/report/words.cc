#include "proxy/report/words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sudare::report {
namespace {

struct Entry {
  absl::string_view code;
  const char* japanese;
  const char* english;
};

constexpr Entry kReasons[] = {
    {"NO_OPEN_WINDOW", "作業時間の枠が開いていない", "no maintenance window was open"},
    {"WINDOW_CLOSED", "作業時間の枠が閉じていた", "the maintenance window was closed"},
    {"WINDOW_ROWS", "枠の行数の上限", "the window's rows are used up"},
    {"WINDOW_PERSONS", "枠の人数の上限", "the window's people are used up"},
    {"DAY_ROWS", "1日の行数の上限", "the day's rows are used up"},
    {"DAY_PERSONS", "1日の人数の上限", "the day's people are used up"},
    {"PERSONS_NOT_COUNTABLE", "人数を数えられない書き方", "people in it can't be counted"},
    {"SECURITY_REPORT_OVERDUE", "セキュリティ監査報告書の未提出",
     "a report on security is overdue"},
    {"OVERRIDE_NEEDED", "警告のある申請の理由のない承認",
     "approval in spite of a warning, without a reason"},
    {"WINDOW_STATE_UNAVAILABLE", "枠の状態が読めない", "the state of windows can't be read"},
    {"OTHER_SIDE_CONNECTED", "もう一方の側が接続中", "the other side is connected"},
    {"FOUR_EYES", "申請者本人による承認", "approval by who requested it"},
    {"WRONG_STATE", "その段階ではできない操作", "not in this state of the window"},
    {"TOO_EARLY", "予定の時刻より前", "before its planned time"},
    {"WINDOW_OVER", "予定の時刻を過ぎた", "after its planned time"},
    {"PLEDGE_MISSING", "誓約書がない", "no pledge"},
    {"PLEDGE_NOT_YET_VALID", "誓約書の期間前", "the pledge isn't valid yet"},
    {"PLEDGE_EXPIRED", "誓約書の期限切れ", "the pledge has expired"},
    {"NO_ROLE", "役割がない", "the account has no role"},
    {"NO_ACCOUNT", "登録のないアカウント", "no such account"},
    {"NOT_STAFF", "職員でない", "not a member of staff"},
    {"DUTY_MISSING", "その任務を持たない職員", "a member of staff without the duty"},
    {"HIDDEN_OR_MISSING", "見えない、またはない表や列",
     "a table or column that is hidden or missing"},
    {"FUNCTION_NOT_ALLOWED", "許可されていない関数", "a function that isn't allowed"},
    {"STATEMENT_NOT_ALLOWED", "許可されていない命令", "a statement that isn't allowed"},
    {"CONSTRUCT_NOT_ANALYSED", "解析できない書き方", "a construct that isn't analysed"},
    {"SYNTAX_ERROR", "文法の誤り", "a syntax error"},
    {"AMBIGUOUS_NAME", "あいまいな名前", "an ambiguous name"},
    {"BAD_SQL", "文の誤り", "a mistake in the statement"},
    {"TOKEN_MAP_TOO_LARGE", "仮名の対応表が大きすぎる", "too many values for a map of tokens"},
    {"ACCOUNT_QUERIES_AT_ONCE", "同時に実行できる数を超えた",
     "too many queries of the account at once"},
    {"SERVER_QUERIES_AT_ONCE", "サーバが混雑", "too many queries at once"},
    {"NO_TOKEN", "仮名ではない文字列", "no token"},
    {"NO_PURPOSE", "目的の記入がない", "no purpose was given"},
    {"FOREIGN_SCOPE", "その相手に見せていない仮名", "a token that the named account never saw"},
    {"TOKEN_CALLS_PER_HOUR", "1時間の照会の上限", "too many look-ups within an hour"},
    {"TOKEN_CALLS_PER_DAY", "1日の照会の上限", "too many look-ups within a day"},
    {"OPERATOR_MAY_NOT_SIGN", "作業した者は署名できない",
     "who acted in the month may not sign it off"},
};

constexpr Entry kMasks[] = {
    {"allow", "そのまま", "as it is"},
    {"redact", "消去(中身は見えない)", "redacted (nothing is seen)"},
    {"presence", "有無のみ", "only whether there is a value"},
    {"partial", "一部の文字のみ", "some characters only"},
    {"generalize", "丸めた値", "generalized"},
    {"scrub", "数字を伏せた文", "text without its numbers"},
    {"tokenize", "仮名(トークン)", "a token"},
    {"json", "一部の項目のみ", "listed parts only"},
    {"hide", "見えない", "hidden"},
};

constexpr Entry kEvents[] = {
    {"STARTED", "サーバの開始", "server started"},
    {"STOPPED", "サーバの停止", "server stopped"},
    {"POLICY_LOADED", "規則の適用", "policy put into force"},
    {"POLICY_REJECTED", "規則の却下(以前の規則のまま)", "policy rejected, the one before stays"},
    {"RECOVERED", "記録の修復", "log repaired"},
    {"ANCHOR_AWAY", "記録の控えに届かない", "an anchor can't be reached"},
    {"ANCHOR_BACK", "記録の控えに届くようになった", "the anchor can be reached again"},
    {"ANCHOR_ALTERED", "記録の控えが違っている", "an anchor was altered"},
    {"REQUESTED", "申請", "requested"},
    {"APPROVED", "承認", "approved"},
    {"REJECTED", "却下", "rejected"},
    {"CANCELLED", "取下げ", "cancelled"},
    {"WITHDRAWN", "承認の取消", "approval withdrawn"},
    {"OPENED", "接続", "connected"},
    {"CLOSED", "切断", "disconnected"},
    {"ENDED", "自動切断(予定の終了)", "disconnected by itself at its end"},
    {"IDLED", "自動切断(無操作)", "disconnected by itself, idle"},
    {"EXPIRED", "期限切れ(未接続)", "expired, never connected"},
};

constexpr Entry kCommands[] = {
    {"OPEN", "接続時", "at opening"},
    {"CLOSE", "切断時", "at closing"},
    {"ENDS_SOON", "終了前の知らせ", "to tell of the end"},
    {"CLOSED_BY_ITSELF", "自動切断の知らせ", "to tell that it closed by itself"},
    {"LINE_NOT_OFF", "回線が切れない知らせ", "to tell that the line isn't off"},
};

constexpr Entry kCauses[] = {
    {"start", "開始時", "start"},
    {"signal", "管理者の信号", "signal"},
    {"changed files", "ファイルの変更", "changed files"},
    {"call", "職員の指示", "call of staff"},
};

template <size_t kSize>
std::string Find(const Entry (&entries)[kSize], absl::string_view code, const Words& words) {
  for (const Entry& entry : entries) {
    if (entry.code == code) return words(entry.japanese, entry.english);
  }
  return std::string(code);
}

}  // namespace

std::optional<Language> LanguageOf(absl::string_view name) {
  if (name == "ja") return Language::kJapanese;
  if (name == "en") return Language::kEnglish;
  return std::nullopt;
}

std::string Words::Reason(absl::string_view reason) const { return Find(kReasons, reason, *this); }

std::string Words::Mask(absl::string_view mask) const { return Find(kMasks, mask, *this); }

std::string Words::Event(absl::string_view event) const { return Find(kEvents, event, *this); }

std::string Words::Cause(absl::string_view cause) const { return Find(kCauses, cause, *this); }

std::string Words::Command(absl::string_view event) const { return Find(kCommands, event, *this); }

std::string Words::Half(absl::string_view both) const {
  constexpr absl::string_view kBetween = " / ";
  const size_t at = both.find(kBetween);
  if (at == absl::string_view::npos || both.rfind(kBetween) != at) return std::string(both);
  return std::string(is_japanese() ? both.substr(at + kBetween.size()) : both.substr(0, at));
}

std::string Words::Month(absl::CivilMonth month) const {
  constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
  return is_japanese() ? absl::StrCat(month.year(), "年", month.month(), "月")
                       : absl::StrCat(kMonths[month.month() - 1], " ", month.year());
}

std::string Words::Name(absl::string_view name) const {
  return name.empty() ? (*this)("(不明)", "(unknown)") : std::string(name);
}

std::string Filled(absl::string_view text, const std::vector<std::string>& arguments) {
  std::string out;
  absl::string_view last;
  while (!text.empty()) {
    const size_t stop = text.find_first_of("$[");
    absl::StrAppend(&out, text.substr(0, stop));
    if (stop == absl::string_view::npos) break;
    text.remove_prefix(stop);
    if (text[0] == '$') {
      last = arguments.at(static_cast<size_t>(text[1] - '0'));
      absl::StrAppend(&out, last);
      text.remove_prefix(2);
      continue;
    }
    const size_t bar = text.find('|');
    const size_t end = text.find(']');
    absl::StrAppend(&out,
                    last == "1" ? text.substr(1, bar - 1) : text.substr(bar + 1, end - bar - 1));
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string Number(uint64_t number) {
  std::string text = absl::StrCat(number);
  for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<size_t>(at), ",");
  }
  return text;
}

std::string Bytes(uint64_t bytes) {
  if (bytes < 1024) return absl::StrCat(bytes, " B");
  double size = static_cast<double>(bytes) / 1024;
  for (const char* unit : {"KiB", "MiB", "GiB"}) {
    if (size < 1024) return absl::StrFormat("%.1f %s", size, unit);
    size /= 1024;
  }
  return absl::StrFormat("%.1f TiB", size);
}

}  // namespace sudare::report
