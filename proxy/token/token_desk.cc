#include "proxy/token/token_desk.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/evaluator.h"
#include "proxy/audit/record.h"
#include "proxy/error.h"
#include "proxy/identity/duty.h"

namespace sudare {
namespace {

using sudare::v1::Detokenization;
using sudare::v1::Staff;

constexpr size_t kMaxPurposeBytes = 1000;
// As long as a statement may be by default: nobody was shown a longer token and could ask for it.
constexpr size_t kMaxTokenBytes = 1 << 20;

absl::Status Refuse(absl::StatusCode code, absl::string_view reason, absl::string_view message,
                    absl::string_view advice) {
  ErrorFields fields;
  fields.reason = std::string(reason);
  fields.advice = std::string(advice);
  return MakeError(code, message, fields);
}

TokenCall Begin(const Policy& policy, const StaffCaller& caller, Detokenization::Kind kind,
                const std::string& purpose) {
  TokenCall call;
  call.policy = &policy;
  call.kind = kind;
  call.call_id = audit::NewCallId();
  call.caller = caller;
  call.purpose = purpose.substr(0, kMaxPurposeBytes);
  return call;
}

constexpr StaffMatter kMatter = {"ask what stands behind tokens",
                                 "tell the city the token; its staff look it up"};

absl::Status CheckPurpose(const std::string& purpose) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  if (purpose.size() > kMaxPurposeBytes) {
    return Refuse(kInvalid, "PURPOSE_TOO_LONG",
                  absl::StrCat("the purpose has more than ", kMaxPurposeBytes, " bytes"),
                  "give the number of the ticket");
  }
  return absl::OkStatus();
}

absl::Status CheckLength(const std::string& token) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  if (token.empty()) return Refuse(kInvalid, "EMPTY_TOKEN", "no token", "give one token a call");
  if (token.size() > kMaxTokenBytes) {
    return Refuse(kInvalid, "TOKEN_TOO_LONG",
                  absl::StrCat("the token has more than ", kMaxTokenBytes, " bytes"),
                  "give one token a call");
  }
  return absl::OkStatus();
}

// What the request names, as the policy knows it.
absl::Status ResolveNamed(const sudare::v1::DetokenizeRequest& request, TokenCall* call) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  if (!request.account().empty()) {
    call->named_account = call->policy->FindAccount(request.account());
    if (call->named_account == nullptr) {
      return Refuse(kInvalid, "UNKNOWN_ACCOUNT",
                    absl::StrCat("the policy has no account ", Quoted(request.account())),
                    "leave it out; the answer says whose the token is");
    }
  }
  if (!request.role().empty()) {
    call->named_role = call->policy->FindRole(request.role());
    if (call->named_role == nullptr) {
      return Refuse(kInvalid, "UNKNOWN_ROLE",
                    absl::StrCat("the policy has no role ", Quoted(request.role())),
                    "leave it out; the answer says whose the token is");
    }
  }
  return absl::OkStatus();
}

// Names the true scope: who may detokenize may trace, too.
absl::Status CheckNamedScope(const TokenCall& call) {
  const TokenFamily& family = call.found->family;
  std::string named;
  if (call.named_account != nullptr && !IsShownTo(family, *call.named_account)) {
    named = absl::StrCat("account ", Quoted(call.named_account->name));
  } else if (call.named_role != nullptr && !IsShownTo(family, *call.named_role)) {
    named = absl::StrCat("role ", Quoted(call.named_role->name));
  } else {
    return absl::OkStatus();
  }
  return Refuse(absl::StatusCode::kPermissionDenied, "FOREIGN_SCOPE",
                absl::StrCat("this token was never shown to ", named, ": it is one of ",
                             family.Description()),
                "ask how it came there before looking it up; `sudare token trace` tells who was "
                "shown it");
}

sudare::v1::TokenOrigin OriginOf(const TokenCall& call) {
  const TokenFamily& family = call.found->family;
  sudare::v1::TokenOrigin origin;
  origin.set_domain(family.scope.domain);
  origin.set_scope(std::string(family.KindName()));
  if (family.role != nullptr) origin.set_role(family.role->name);
  if (family.account != nullptr) origin.set_account(family.account->name);
  origin.set_window(family.window);
  for (const DataClass* data_class : ClassesOf(*call.policy, family)) {
    sudare::v1::TokenClass* out = origin.add_classes();
    out->set_name(data_class->name);
    out->set_title(data_class->title);
  }
  for (const Account* account : HoldersOf(*call.policy, family)) {
    sudare::v1::TokenHolder* holder = origin.add_holders();
    holder->set_account(account->name);
    holder->set_role(account->role->name);
    holder->set_organization(account->organization);
  }
  return origin;
}

template <typename Response>
Response Answer(const TokenCall& call) {
  Response response;
  *response.mutable_origin() = OriginOf(call);
  response.set_call_id(call.call_id);
  response.set_token_reference(call.token_reference);
  return response;
}

}  // namespace

TokenDesk::TokenDesk(TokenDeskParts parts)
    : parts_(std::move(parts)), detokenizer_(parts_.keyring) {}

absl::StatusOr<sudare::v1::DetokenizeResponse> TokenDesk::Detokenize(
    const Policy& policy, const StaffCaller& caller, const sudare::v1::DetokenizeRequest& request) {
  TokenCall call = Begin(policy, caller, Detokenization::VALUE, request.purpose());
  const absl::Status looked = Look(request, &call);
  SUDARE_RETURN_IF_ERROR(parts_.audit->AppendDurably(DetokenizationRecord(call, looked)));
  SUDARE_RETURN_IF_ERROR(looked);
  auto response = Answer<sudare::v1::DetokenizeResponse>(call);
  response.set_value(std::move(call.found->value));
  response.set_unauthenticated(call.found->is_unauthenticated);
  return response;
}

absl::StatusOr<sudare::v1::TraceResponse> TokenDesk::Trace(
    const Policy& policy, const StaffCaller& caller, const sudare::v1::TraceRequest& request) {
  TokenCall call = Begin(policy, caller, Detokenization::TRACE, request.purpose());
  const absl::Status looked = Look(request, &call);
  SUDARE_RETURN_IF_ERROR(parts_.audit->AppendDurably(DetokenizationRecord(call, looked)));
  SUDARE_RETURN_IF_ERROR(looked);
  return Answer<sudare::v1::TraceResponse>(call);
}

absl::Status TokenDesk::Look(const sudare::v1::DetokenizeRequest& request, TokenCall* call) {
  SUDARE_RETURN_IF_ERROR(
      CheckDuty(*call->policy, call->caller, {Staff::DETOKENIZE}, "DETOKENIZE", kMatter));
  SUDARE_RETURN_IF_ERROR(parts_.quota->TakeDetokenize(call->caller.staff, parts_.clock()));
  SUDARE_RETURN_IF_ERROR(CheckPurpose(request.purpose()));
  if (absl::StripAsciiWhitespace(request.purpose()).empty()) {
    return Refuse(absl::StatusCode::kInvalidArgument, "NO_PURPOSE",
                  "no purpose: it is kept in the audit log",
                  "say why the value is needed, or give the number of the ticket");
  }
  SUDARE_RETURN_IF_ERROR(ResolveNamed(request, call));
  SUDARE_RETURN_IF_ERROR(request.column().empty() ? Find(request.token(), call)
                                                  : FindInColumn(request, call));
  return CheckNamedScope(*call);
}

absl::Status TokenDesk::Look(const sudare::v1::TraceRequest& request, TokenCall* call) {
  SUDARE_RETURN_IF_ERROR(CheckDuty(*call->policy, call->caller, {Staff::DETOKENIZE, Staff::AUDIT},
                                   "DETOKENIZE or AUDIT", kMatter));
  SUDARE_RETURN_IF_ERROR(parts_.quota->TakeTrace(call->caller.staff, parts_.clock()));
  SUDARE_RETURN_IF_ERROR(CheckPurpose(request.purpose()));
  return Find(request.token(), call);
}

absl::Status TokenDesk::FindInColumn(const sudare::v1::DetokenizeRequest& request,
                                     TokenCall* call) const {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  SUDARE_RETURN_IF_ERROR(CheckLength(request.token()));
  const Account* const account = call->named_account;
  if (account == nullptr || account->role == nullptr) {
    return Refuse(kInvalid, "NO_ACCOUNT", "a column alone doesn't say whose the token is",
                  "name the account that saw it there");
  }
  const std::vector<std::string> names = absl::StrSplit(request.column(), '.');
  const auto catalog = parts_.catalog == nullptr ? nullptr : parts_.catalog->Current();
  if (catalog == nullptr) {
    return Refuse(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE",
                  "the database has not been reached yet, and without it the column's type is "
                  "not known",
                  "try again in some seconds");
  }
  // Whether the pledge is valid today doesn't matter: the token may have been seen before.
  Account seen = *account;
  seen.is_program = true;
  Decision decision;
  const CatalogColumn* column = nullptr;
  if (names.size() == 3) {
    decision = Decide(*call->policy, seen, {names[0], names[1], names[2]}, {parts_.clock()});
    const CatalogRelation* const relation = catalog->Find(names[0], names[1]);
    if (relation != nullptr) column = relation->FindColumn(names[2]);
  }
  if (column == nullptr || decision.kind != MaskKind::kTokenize ||
      !decision.rule->proto.tokenize().has_digits()) {
    return Refuse(kInvalid, "NO_DIGIT_TOKENS",
                  absl::StrCat("account ", Quoted(account->name), " sees no tokens of digits in ",
                               Quoted(request.column())),
                  "write schema.table.column, or leave the column out: other tokens say "
                  "themselves what they are");
  }
  const sudare::v1::Tokenize& tokenize = decision.rule->proto.tokenize();
  const TokenWindow* window = nullptr;
  std::vector<TokenWindow> windows;
  if (tokenize.scope() == sudare::v1::Tokenize::WINDOW) {
    SUDARE_ASSIGN_OR_RETURN(windows, Windows());
    const auto named = std::find_if(windows.begin(), windows.end(), [&](const TokenWindow& one) {
      return one.work.id == request.window();
    });
    if (named == windows.end()) {
      return Refuse(kInvalid, "NO_WINDOW",
                    "tokens of this column are those of a maintenance window",
                    "name the window that it was seen in");
    }
    window = &*named;
  }
  call->found = detokenizer_.FindDigits(*account, tokenize, column->type, window, request.key_id(),
                                        request.token());
  if (call->found.has_value()) {
    call->token_reference = TokenReference(request.token());
    return absl::OkStatus();
  }
  return Refuse(absl::StatusCode::kNotFound, "NO_TOKEN",
                "this is no token of the column, or there is no such key",
                "check that it was copied whole");
}

absl::StatusOr<std::vector<TokenWindow>> TokenDesk::Windows() const {
  if (parts_.windows == nullptr) return std::vector<TokenWindow>();
  absl::StatusOr<std::vector<TokenWindow>> windows = parts_.windows();
  if (windows.ok()) return windows;
  return Refuse(absl::StatusCode::kUnavailable, "WINDOW_STATE_UNAVAILABLE",
                "which maintenance windows there were can't be read now",
                "try again in some seconds");
}

absl::Status TokenDesk::Find(const std::string& token, TokenCall* call) const {
  SUDARE_RETURN_IF_ERROR(CheckLength(token));
  SUDARE_ASSIGN_OR_RETURN(const std::vector<TokenWindow> windows, Windows());
  call->found = detokenizer_.Find(*call->policy, windows, token);
  if (call->found.has_value()) {
    call->token_reference = TokenReference(token);
    return absl::OkStatus();
  }
  return Refuse(absl::StatusCode::kNotFound, "NO_TOKEN", "this is no token of the policy in force",
                "check that it was copied whole; a token of digits needs its column and account; "
                "tokens of keys, rules or accounts that are gone can't be read");
}

}  // namespace sudare
