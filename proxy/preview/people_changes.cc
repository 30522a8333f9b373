#include "proxy/preview/people_changes.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"

namespace sudare::preview {
namespace {

std::vector<std::string> Certificates(const std::vector<v1::Certificate>& certificates) {
  std::vector<std::string> texts;
  for (const v1::Certificate& certificate : certificates) {
    texts.push_back(certificate.sha256().empty()
                        ? absl::StrCat("certificate ", certificate.san())
                        : absl::StrCat("certificate ", certificate.san(), " pinned to ",
                                       certificate.sha256().substr(0, 8), "…"));
  }
  return texts;
}

std::string PledgesText(const std::vector<Pledge>& pledges) {
  if (pledges.empty()) return "none";
  return absl::StrJoin(pledges, ", ", [](std::string* out, const Pledge& pledge) {
    absl::StrAppend(out, absl::FormatCivilTime(pledge.signed_on), " to ",
                    absl::FormatCivilTime(pledge.expires_on));
  });
}

// Each of `inner` lies within one of `outer`.
bool Covers(const std::vector<Pledge>& outer, const std::vector<Pledge>& inner) {
  return std::all_of(inner.begin(), inner.end(), [&outer](const Pledge& pledge) {
    return std::any_of(outer.begin(), outer.end(), [&pledge](const Pledge& other) {
      return other.signed_on <= pledge.signed_on && pledge.expires_on <= other.expires_on;
    });
  });
}

void ComparePledges(const Account& before, const Account& after, Changes* changes) {
  const bool is_in_new = Covers(after.pledges, before.pledges);
  const bool is_in_old = Covers(before.pledges, after.pledges);
  if (is_in_new && is_in_old) return;
  const Direction direction = is_in_new   ? Direction::kMore
                              : is_in_old ? Direction::kLess
                                          : Direction::kDifferent;
  changes->Add(direction, Weight::kPledge,
               {"account", absl::StrCat(after.name, ": pledge"), PledgesText(before.pledges),
                PledgesText(after.pledges)});
}

void ComparePasswords(const Account& before, const Account& after, Changes* changes) {
  if (before.password_hash == after.password_hash) return;
  const Direction direction = before.password_hash.empty()  ? Direction::kMore
                              : after.password_hash.empty() ? Direction::kLess
                                                            : Direction::kDifferent;
  changes->Add(direction, Weight::kLogin,
               {"account", absl::StrCat(after.name, ": log-in"),
                before.password_hash.empty() ? "no password" : "a password",
                after.password_hash.empty()    ? "no password"
                : before.password_hash.empty() ? "a password"
                                               : "another password"});
}

std::string KindText(const Account& account) {
  return account.is_program ? "a program, which needs no pledge" : "a person, who needs a pledge";
}

std::string RoleName(const Account& account) {
  return account.role == nullptr ? "no role" : absl::StrCat("role ", account.role->name);
}

std::string OrNone(const std::string& text) { return text.empty() ? "none" : text; }

std::vector<std::string> Duties(const StaffMember& member) {
  std::vector<std::string> names;
  for (const v1::Staff::Duty duty : member.duties) names.push_back(v1::Staff::Duty_Name(duty));
  return names;
}

using StaffByName = std::map<std::string, StaffMember>;

void CompareMember(const std::string& name, const StaffMember& before, const StaffMember& after,
                   Changes* changes) {
  const std::vector<std::string> had = Duties(before), has = Duties(after);
  for (int i = 1; i < v1::Staff::Duty_descriptor()->value_count(); ++i) {
    const std::string& duty = v1::Staff::Duty_descriptor()->value(i)->name();
    const bool is_old = std::find(had.begin(), had.end(), duty) != had.end();
    const bool is_new = std::find(has.begin(), has.end(), duty) != has.end();
    if (is_old == is_new) continue;
    changes->Add(is_new ? Direction::kMore : Direction::kLess,
                 duty == "DETOKENIZE" ? Weight::kDetokenize : Weight::kPledge,
                 {"staff", name, is_old ? absl::StrCat("duty ", duty) : "none",
                  is_new ? absl::StrCat("duty ", duty) : "removed"});
  }
  changes->AddSets(Weight::kLogin, "staff", name, Certificates(before.certificates),
                   Certificates(after.certificates));
}

}  // namespace

void CompareAccounts(const Account& before, const Account& after, Changes* changes) {
  changes->AddSets(Weight::kLogin, "account", absl::StrCat(after.name, ": log-in"),
                   Certificates(before.certificates), Certificates(after.certificates));
  ComparePasswords(before, after, changes);
  if (before.is_program != after.is_program) {
    changes->Add(
        after.is_program ? Direction::kMore : Direction::kLess, Weight::kProgram,
        {"account", absl::StrCat(after.name, ": kind"), KindText(before), KindText(after)});
  } else if (!after.is_program) {
    ComparePledges(before, after, changes);
  }
  if (RoleName(before) != RoleName(after)) {
    changes->Add(Direction::kDifferent, Weight::kAccount,
                 {"account", after.name, RoleName(before), RoleName(after)});
  }
  if (before.organization != after.organization) {
    changes->Add(Direction::kDifferent, Weight::kDetail,
                 {"account", absl::StrCat(after.name, ": organization"),
                  OrNone(before.organization), OrNone(after.organization)});
  }
}

void CompareStaff(const Policy& older, const Policy& newer, Changes* changes) {
  StaffByName before, after;
  for (const StaffMember& member : older.staff()) before[member.name] = after[member.name] = {};
  for (const StaffMember& member : newer.staff()) before[member.name] = after[member.name] = {};
  for (const StaffMember& member : older.staff()) before[member.name] = member;
  for (const StaffMember& member : newer.staff()) after[member.name] = member;
  for (const auto& member : after) {
    CompareMember(member.first, before[member.first], member.second, changes);
  }
}

}  // namespace sudare::preview
