#include "proxy/windows/window_persons.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/windows/window_refusal.h"
#include "proxy/windows/window_time.h"

namespace sudare::windows {
namespace {

using sudare::v1::RequestWindowRequest;
using sudare::v1::Window;
using sudare::v1::WindowPerson;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// The account of a person who may be in a window of `role`; empty: of any that needs one.
absl::StatusOr<const Account*> PersonOf(const Policy& policy, const std::string& name,
                                        const std::string& role) {
  const Account* const account = policy.FindAccount(name);
  if (account == nullptr) {
    return Refuse(
        kInvalid, "UNKNOWN_ACCOUNT",
        {absl::StrCat("the policy has no account ", Quoted(name)),
         absl::StrCat("アカウント", Quoted(name), "はポリシーにありません")},
        {"name an account of the policy in force", "ポリシーにあるアカウントを指定してください"});
  }
  if (account->is_program) {
    return Refuse(kInvalid, "NOT_A_PERSON",
                  {absl::StrCat("account ", Quoted(name), " belongs to a program"),
                   absl::StrCat("アカウント", Quoted(name), "は人のものではありません")},
                  {"windows are for persons who signed a pledge",
                   "誓約書を出した人のアカウントを指定してください"});
  }
  if (account->role == nullptr || !account->role->requires_window) {
    return Refuse(kInvalid, "NEEDS_NO_WINDOW",
                  {absl::StrCat("the role of account ", Quoted(name), " works without windows"),
                   absl::StrCat("アカウント", Quoted(name), "の役割は接続の申請を必要としません")},
                  {"leave it out", "外してください"});
  }
  if (!role.empty() && account->role->name != role) {
    return Refuse(kInvalid, "OTHER_ROLE",
                  {absl::StrCat("account ", Quoted(name), " works in role ",
                                Quoted(account->role->name), ", the window is for ", Quoted(role)),
                   absl::StrCat("アカウント", Quoted(name), "の役割は", Quoted(account->role->name),
                                "です(この接続は", Quoted(role), ")")},
                  {"request one window for each role", "役割ごとに申請してください"});
  }
  return account;
}

// The pledge that covers the window from its first day to its last.
absl::StatusOr<const Pledge*> PledgeFor(const Account& account, const Window& window) {
  const absl::CivilDay first = DayInJapan(TimeOf(window.planned_start()));
  const absl::CivilDay last = DayInJapan(TimeOf(window.planned_end()));
  for (const Pledge& pledge : account.pledges) {
    if (pledge.signed_on <= first && last <= pledge.expires_on) return &pledge;
  }
  const Pledge* const tolerated = account.ToleratedPledge(last);
  if (tolerated != nullptr) return tolerated;
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "PLEDGE_DOES_NOT_COVER",
      {absl::StrCat("account ", Quoted(account.name), " has no pledge of secrecy that holds from ",
                    absl::FormatCivilTime(first), " to ", absl::FormatCivilTime(last)),
       absl::StrCat("アカウント", Quoted(account.name), "には", absl::FormatCivilTime(first),
                    "から", absl::FormatCivilTime(last), "まで有効な誓約書がありません")},
      {"have a new one signed and entered in the policy, or leave the person out",
       "新しい誓約書を出してもらいポリシーに登録するか、その人を外してください"});
}

std::string Both(const BothLanguages& text) {
  return absl::StrCat(text.english, " / ", text.japanese);
}

void Warn(const BothLanguages& text, Window* window) {
  const std::string warning = Both(text);
  const auto& known = window->warnings();
  if (std::find(known.begin(), known.end(), warning) == known.end()) {
    window->add_warnings(warning);
  }
}

// A vendor hands in a report on security every year (docs/admins_guide.md).
absl::Status CheckReport(const Account& account, absl::CivilDay last, Window* window) {
  if (account.registered == nullptr || !account.registered->IsReportOverdue(last)) {
    return absl::OkStatus();
  }
  const std::optional<absl::CivilDay> due = account.registered->ReportDue(last);
  const std::string name = Quoted(account.organization);
  const std::string english = due.has_value()
                                  ? absl::StrCat("the report on security of ", name, " was due on ",
                                                 absl::FormatCivilTime(*due))
                                  : absl::StrCat("there is no report on security of ", name);
  const std::string japanese = due.has_value()
                                   ? absl::StrCat(name, "のセキュリティ監査報告書の提出期限(",
                                                  absl::FormatCivilTime(*due), ")が過ぎています")
                                   : absl::StrCat(name, "のセキュリティ監査報告書がありません");
  if (!account.registered->overdue_report_blocks) {
    Warn({english, japanese}, window);
    return absl::OkStatus();
  }
  return Refuse(absl::StatusCode::kFailedPrecondition, "SECURITY_REPORT_OVERDUE",
                {english, japanese},
                {"have it handed in, and its date entered in the policy",
                 "報告書を提出してもらい、日付をポリシーに登録してください"});
}

// The pledge that the person is named with.
absl::StatusOr<const Pledge*> CheckStanding(const Account& account, Window* window) {
  SUDARE_ASSIGN_OR_RETURN(const Pledge* pledge, PledgeFor(account, *window));
  const absl::CivilDay last = DayInJapan(TimeOf(window->planned_end()));
  if (pledge->expires_on < last) {
    const std::string day = absl::FormatCivilTime(pledge->expires_on);
    Warn({absl::StrCat("the pledge of secrecy of account ", Quoted(account.name), " holds until ",
                       day, " only"),
          absl::StrCat("アカウント", Quoted(account.name), "の誓約書の有効期限は", day, "です")},
         window);
  }
  SUDARE_RETURN_IF_ERROR(CheckReport(account, last, window));
  return pledge;
}

absl::StatusOr<std::string> NameOf(const Account& account, const std::string& given) {
  if (given.empty() && account.person.empty()) {
    return Refuse(kInvalid, "PERSON_NOT_NAMED",
                  {absl::StrCat("nothing says who holds account ", Quoted(account.name)),
                   absl::StrCat("アカウント", Quoted(account.name), "を使う人の氏名がありません")},
                  {"name the person in the request, or in the policy as `person`",
                   "申請に氏名を書くか、ポリシーの`person`に登録してください"});
  }
  if (!given.empty() && !account.person.empty() && given != account.person) {
    return Refuse(
        kInvalid, "OTHER_PERSON",
        {absl::StrCat("account ", Quoted(account.name),
                      " is held by another person, says the policy"),
         absl::StrCat("アカウント", Quoted(account.name), "を使う人はポリシーでは別の人です")},
        {"accounts are not lent: name that person's own",
         "アカウントの貸し借りはできません。本人のアカウントを指定してください"});
  }
  return given.empty() ? account.person : given;
}

}  // namespace

absl::Status AddPerson(const Policy& policy, const RequestWindowRequest::Person& person,
                       Window* window) {
  SUDARE_ASSIGN_OR_RETURN(const Account* account,
                          PersonOf(policy, person.account(), window->role()));
  for (const WindowPerson& other : window->persons()) {
    if (other.account() != account->name) continue;
    return Refuse(kInvalid, "PERSON_TWICE",
                  {absl::StrCat("account ", Quoted(account->name), " is named twice"),
                   absl::StrCat("アカウント", Quoted(account->name), "が重複しています")},
                  {"name each once", "1回だけ指定してください"});
  }
  SUDARE_ASSIGN_OR_RETURN(const std::string name, NameOf(*account, person.name()));
  SUDARE_ASSIGN_OR_RETURN(const Pledge* pledge, CheckStanding(*account, window));
  window->set_role(account->role->name);
  WindowPerson* const out = window->add_persons();
  out->set_account(account->name);
  out->set_name(name);
  out->set_organization(account->organization);
  out->set_pledge(pledge->document);
  out->set_pledge_expires(absl::FormatCivilTime(pledge->expires_on));
  return absl::OkStatus();
}

absl::Status CheckPersons(const Policy& policy, Window* window) {
  window->clear_warnings();
  for (const WindowPerson& person : window->persons()) {
    SUDARE_ASSIGN_OR_RETURN(const Account* account,
                            PersonOf(policy, person.account(), window->role()));
    SUDARE_RETURN_IF_ERROR(NameOf(*account, person.name()).status());
    SUDARE_RETURN_IF_ERROR(CheckStanding(*account, window).status());
  }
  return absl::OkStatus();
}

}  // namespace sudare::windows
