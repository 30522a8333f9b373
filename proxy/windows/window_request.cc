// Request(): whether a request for a window makes sense, and the window it asks for.
#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/evaluator.h"
#include "proxy/windows/window_persons.h"
#include "proxy/windows/window_refusal.h"
#include "proxy/windows/window_rules.h"
#include "proxy/windows/window_text.h"
#include "proxy/windows/window_time.h"

namespace sudare::windows {
namespace {

using sudare::v1::RequestWindowRequest;
using sudare::v1::Window;
using sudare::v1::WindowEvent;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr int kMostPersons = 50;
constexpr size_t kMostTextBytes = 2000;
constexpr absl::Duration kFarthestStart = absl::Hours(24 * 366);

// `english` and `japanese` name the text in a sentence.
absl::Status CheckText(const std::string& text, const BothLanguages& what,
                       const BothLanguages& advice) {
  if (absl::StripAsciiWhitespace(text).empty()) {
    return Refuse(kInvalid, "INCOMPLETE_REQUEST",
                  {absl::StrCat("the request says nothing about ", what.english),
                   absl::StrCat("申請に", what.japanese, "がありません")},
                  advice);
  }
  if (text.size() > kMostTextBytes) {
    return Refuse(kInvalid, "TEXT_TOO_LONG",
                  {absl::StrCat(what.english, " takes more than ", kMostTextBytes, " bytes"),
                   absl::StrCat(what.japanese, "が長すぎます(", kMostTextBytes, "バイトまで)")},
                  {"keep it short and refer to the ticket", "要点だけを書き、詳細は障害票に"});
  }
  if (!IsPlainText(text)) {
    return Refuse(kInvalid, "BAD_TEXT",
                  {absl::StrCat(what.english, " holds bytes that are no text in UTF-8"),
                   absl::StrCat(what.japanese, "に文字でないものが含まれています(UTF-8)")},
                  {"write it in UTF-8 without control characters", "UTF-8の文字で書いてください"});
  }
  return absl::OkStatus();
}

absl::Status CheckTexts(const RequestWindowRequest& request) {
  SUDARE_RETURN_IF_ERROR(CheckText(
      request.purpose(), {"its purpose", "目的"},
      {"say what the vendor is to find out", "業者に何を調べてもらうかを書いてください"}));
  SUDARE_RETURN_IF_ERROR(
      CheckText(request.ticket(), {"a ticket", "障害票の番号"},
                {"give the number of the trouble report", "障害票の番号を書いてください"}));
  return CheckText(request.telephone(), {"the telephone", "電話での確認結果"},
                   {"try to solve it by telephone first, and say what came of it",
                    "まず電話で確認し、その結果を書いてください"});
}

absl::Status CheckTimes(absl::Time start, absl::Time end, absl::Time now) {
  if (start == absl::InfinitePast() || end == absl::InfinitePast() || end <= start) {
    return Refuse(
        kInvalid, "BAD_TIMES",
        {"the window does not end after it starts", "終了予定が開始予定より後ではありません"},
        {"give a planned start and a later planned end",
         "開始予定と、それより後の終了予定を指定してください"});
  }
  if (end <= now) {
    return Refuse(kInvalid, "BAD_TIMES",
                  {absl::StrCat("the window would have ended at ", ShownTime(end), "; it is ",
                                ShownTime(now), " in Japan"),
                   absl::StrCat("終了予定(", ShownTime(end), ")は過ぎています。現在は",
                                ShownTime(now), "です")},
                  {"give times to come", "これからの日時を指定してください"});
  }
  if (end - start > kLongestWindow || start - now > kFarthestStart) {
    return Refuse(kInvalid, "BAD_TIMES",
                  {"a window lasts at most 24 hours, and begins within a year",
                   "接続は24時間以内、1年以内に始まるものに限ります"},
                  {"request one for each day", "日ごとに申請してください"});
  }
  return absl::OkStatus();
}

// Whether the role shows any column of the class today.
bool Shows(const Policy& policy, const Account& account, const DataClass& data_class,
           absl::Time now) {
  for (const PolicyTable& table : policy.tables()) {
    for (const PolicyColumn& column : table.columns) {
      if (column.data_class != &data_class) continue;
      const Decision decision =
          Decide(policy, account, {table.schema, table.name, column.name}, {now});
      if (decision.kind != MaskKind::kHide) return true;
    }
  }
  return false;
}

absl::Status CheckClasses(const Act& act, const Account& account,
                          const RequestWindowRequest& request) {
  absl::flat_hash_set<std::string> seen;
  for (const std::string& name : request.classes()) {
    const DataClass* const data_class = act.policy.FindClass(name);
    if (data_class == nullptr) {
      return Refuse(
          kInvalid, "UNKNOWN_CLASS",
          {absl::StrCat("the policy has no class ", Quoted(name)),
           absl::StrCat("データ区分", Quoted(name), "はポリシーにありません")},
          {"name classes of the policy in force", "ポリシーにある区分を指定してください"});
    }
    if (!Shows(act.policy, account, *data_class, act.now)) {
      return Refuse(
          kInvalid, "CLASS_NOT_SHOWN",
          {absl::StrCat("role ", Quoted(account.role->name), " shows nothing of class ",
                        Quoted(name), ": a window can't add it"),
           absl::StrCat("役割", Quoted(account.role->name), "にはデータ区分", Quoted(name),
                        "が見えません。接続の申請では追加できません")},
          {"leave it out, or have the policy changed", "外すか、ポリシーを変更してください"});
    }
    if (!seen.insert(name).second) {
      return Refuse(kInvalid, "CLASS_TWICE",
                    {absl::StrCat("class ", Quoted(name), " is named twice"),
                     absl::StrCat("データ区分", Quoted(name), "が重複しています")},
                    {"name each once", "1回だけ指定してください"});
    }
  }
  return absl::OkStatus();
}

absl::Status CheckBudget(uint64_t asked, uint64_t most) {
  if (asked <= most) return absl::OkStatus();
  return Refuse(
      kInvalid, "BUDGET_TOO_LARGE",
      {absl::StrCat("the role allows ", most, " rows in a window, ", asked, " are asked for"),
       absl::StrCat("この役割の上限は1回の接続で", most, "行です(申請は", asked, "行)")},
      {"ask for at most that many", "上限以下で申請してください"});
}

// How many people may be shown in the window; 0: they aren't counted.
absl::StatusOr<uint64_t> PersonBudget(const Policy& policy, const Role& role, uint64_t asked) {
  const uint64_t most = role.budgets.persons_per_window();
  if (most != 0 && asked > most) {
    return Refuse(kInvalid, "BUDGET_TOO_LARGE",
                  {absl::StrCat("the role may be shown the data of ", most, " people in a window, ",
                                asked, " are asked for"),
                   absl::StrCat("この役割で1回の接続に見られる人数の上限は", most, "人です(申請は",
                                asked, "人)")},
                  {"ask for at most that many", "上限以下で申請してください"});
  }
  const bool counts = std::any_of(policy.tables().begin(), policy.tables().end(),
                                  [](const PolicyTable& table) { return table.has_persons(); });
  if (asked != 0 && !counts) {
    return Refuse(kInvalid, "PERSONS_NOT_NUMBERED",
                  {"the policy doesn't say who is a person, so they can't be counted",
                   "ポリシーに人の番号の列が登録されていないため、人数を数えられません"},
                  {"leave the number of persons out, or have `person` added to the policy",
                   "人数の指定を外すか、ポリシーに`person`を登録してください"});
  }
  return asked != 0 ? asked : most;
}

}  // namespace

absl::StatusOr<Window> Request(const Act& act, const RequestWindowRequest& request,
                               uint64_t rows_per_window) {
  SUDARE_RETURN_IF_ERROR(CheckTexts(request));
  const absl::Time start = TimeOf(request.planned_start());
  const absl::Time end = TimeOf(request.planned_end());
  SUDARE_RETURN_IF_ERROR(CheckTimes(start, end, act.now));
  if (request.persons().empty() || request.persons_size() > kMostPersons) {
    return Refuse(
        kInvalid, "INCOMPLETE_REQUEST",
        {absl::StrCat("a window names 1 to ", kMostPersons, " persons who are to connect"),
         absl::StrCat("接続する人を1人から", kMostPersons, "人まで指定してください")},
        {"name the account of each", "それぞれのアカウントを指定してください"});
  }
  Window window;
  SetTime(start, window.mutable_planned_start());
  SetTime(end, window.mutable_planned_end());
  for (const RequestWindowRequest::Person& person : request.persons()) {
    SUDARE_RETURN_IF_ERROR(AddPerson(act.policy, person, &window));
  }
  const Account& first = *act.policy.FindAccount(window.persons(0).account());
  SUDARE_RETURN_IF_ERROR(CheckClasses(act, first, request));
  SUDARE_RETURN_IF_ERROR(CheckBudget(request.row_budget(), rows_per_window));
  SUDARE_ASSIGN_OR_RETURN(const uint64_t person_budget,
                          PersonBudget(act.policy, *first.role, request.person_budget()));
  window.set_person_budget(person_budget);
  window.set_state(Window::REQUESTED);
  window.set_purpose(request.purpose());
  window.set_ticket(request.ticket());
  window.set_telephone(request.telephone());
  window.set_row_budget(request.row_budget() != 0 ? request.row_budget() : rows_per_window);
  *window.mutable_classes() = request.classes();
  SetDuration(first.role->window_idle, window.mutable_idle());
  window.set_revision(1);
  WindowEvent* const event = window.add_events();
  event->set_kind(WindowEvent::REQUESTED);
  SetTime(act.now, event->mutable_time());
  SetStaff(act, event);
  event->set_policy_hash(act.policy.hash());
  return window;
}

}  // namespace sudare::windows
