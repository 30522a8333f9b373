#include "proxy/token/detokenization_record.h"

#include <sodium.h>

#include "absl/strings/escaping.h"
#include "proxy/error.h"

namespace sudare {
namespace {

constexpr size_t kReferenceBytes = 16;

void FillCaller(const TokenCall& call, sudare::v1::Caller* out) {
  out->set_staff(call.caller.staff);
  out->set_account(call.caller.account);
  out->set_method("certificate");
  out->set_peer(call.caller.peer);
  const Account* account = call.policy->FindAccount(call.caller.account);
  if (account == nullptr) return;
  out->set_organization(account->organization);
  if (account->role != nullptr) out->set_role(account->role->name);
}

void FillFound(const TokenCall& call, sudare::v1::Detokenization* out) {
  const TokenFamily& family = call.found->family;
  out->set_token_reference(call.token_reference);
  out->set_domain(family.scope.domain);
  out->set_scope(std::string(family.KindName()));
  if (family.role != nullptr) out->set_role(family.role->name);
  if (family.account != nullptr) out->set_account(family.account->name);
  out->set_window(family.window);
  for (const DataClass* data_class : ClassesOf(*call.policy, family)) {
    out->add_classes(data_class->name);
  }
}

}  // namespace

std::string TokenReference(absl::string_view token) {
  unsigned char hash[kReferenceBytes];
  crypto_generichash(hash, sizeof(hash), reinterpret_cast<const unsigned char*>(token.data()),
                     token.size(), nullptr, 0);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash), sizeof(hash)));
}

sudare::v1::AuditRecord DetokenizationRecord(const TokenCall& call, const absl::Status& status) {
  sudare::v1::AuditRecord record;
  sudare::v1::Detokenization* out = record.mutable_detokenization();
  out->set_call_id(call.call_id);
  FillCaller(call, out->mutable_caller());
  out->set_kind(call.kind);
  out->set_purpose(call.purpose);
  out->set_policy_hash(call.policy->hash());
  out->set_status(absl::StatusCodeToString(status.code()));
  out->set_reason(DetailOf(status).reason());
  if (call.named_account != nullptr) out->set_named_account(call.named_account->name);
  if (call.named_role != nullptr) out->set_named_role(call.named_role->name);
  if (call.found.has_value()) FillFound(call, out);
  return record;
}

}  // namespace sudare
