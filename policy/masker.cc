#include "policy/masker.h"

#include <mutex>
#include <shared_mutex>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/class_decision.h"
#include "policy/column_tokenizer.h"
#include "policy/evaluator.h"
#include "policy/mask.h"
#include "policy/token.h"

namespace sudare {
namespace {

class HiddenColumn final : public Masker::ColumnMasker {
 public:
  explicit HiddenColumn(ColumnType type) : type_(type) {}
  MaskKind kind() const override { return MaskKind::kHide; }
  ColumnType result_type() const override { return type_; }
  Value MaskView(const absl::string_view*) const override { return std::nullopt; }

 private:
  const ColumnType type_;
};

class MaskedColumn final : public Masker::ColumnMasker {
 public:
  explicit MaskedColumn(std::unique_ptr<const sudare::Mask> mask) : mask_(std::move(mask)) {}
  MaskKind kind() const override { return mask_->kind(); }
  ColumnType result_type() const override { return mask_->result_type(); }
  Value MaskView(const absl::string_view* value) const override { return mask_->Apply(value); }

 private:
  const std::unique_ptr<const sudare::Mask> mask_;
};

class TokenizedColumn final : public Masker::ColumnMasker {
 public:
  TokenizedColumn(std::shared_ptr<const Tokenizer> tokenizer, ColumnType raw_type, ColumnType type)
      : tokenizer_(std::move(tokenizer)), raw_type_(raw_type), type_(type) {}
  MaskKind kind() const override { return MaskKind::kTokenize; }
  ColumnType result_type() const override { return type_; }
  Value MaskView(const absl::string_view* value) const override {
    if (value == nullptr) return std::nullopt;
    std::string token = tokenizer_->Tokenize(Significant(raw_type_, *value));
    // What is no integer has an opaque token, which is no integer either.
    if (IsInteger(type_) && tokenizer_->IsAuthenticated(token)) return std::nullopt;
    return token;
  }

 private:
  const std::shared_ptr<const Tokenizer> tokenizer_;
  const ColumnType raw_type_;
  const ColumnType type_;
};

class PolicyMasker final : public Masker {
 public:
  PolicyMasker(std::shared_ptr<const Policy> policy, std::shared_ptr<const Keyring> keyring,
               const Account* account, absl::Time now)
      : policy_(std::move(policy)), keyring_(std::move(keyring)), account_(account), now_(now) {}

  absl::StatusOr<std::shared_ptr<const ColumnMasker>> Column(absl::string_view name,
                                                             ColumnType type) const override {
    const std::vector<absl::string_view> parts = absl::StrSplit(name, '.');
    if (parts.size() != 3) {
      return absl::InvalidArgumentError(
          absl::StrCat("column name ", Quoted(name), " is not schema.table.column"));
    }
    return MakeDecided(
        Decide(*policy_, *account_, {parts[0], parts[1], parts[2]}, DecisionContext{now_}),
        "column", name, type);
  }

  absl::StatusOr<std::shared_ptr<const ColumnMasker>> Class(absl::string_view data_class,
                                                            ColumnType type) const override {
    return MakeDecided(DecideClass(*policy_, *account_, data_class, DecisionContext{now_}), "class",
                       data_class, type);
  }

  bool FiltersRows(absl::string_view table) const override {
    return account_->role != nullptr && account_->role->row_filters.contains(table);
  }

  absl::StatusOr<std::vector<Value>> Row(const std::vector<NamedColumn>& columns,
                                         const std::vector<Value>& row) const override {
    if (columns.size() != row.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("a row of ", row.size(), " values has ", columns.size(), " columns"));
    }
    std::vector<Value> shown;
    shown.reserve(row.size());
    for (size_t i = 0; i < row.size(); ++i) {
      SUDARE_ASSIGN_OR_RETURN(const std::shared_ptr<const ColumnMasker> column,
                              CachedColumn(columns[i]));
      if (!column->hidden()) shown.push_back(column->Mask(row[i]));
    }
    return shown;
  }

 private:
  // `what` and `name` are for messages.
  absl::StatusOr<std::shared_ptr<const ColumnMasker>> MakeDecided(const Decision& decision,
                                                                  absl::string_view what,
                                                                  absl::string_view name,
                                                                  ColumnType type) const {
    if (decision.kind == MaskKind::kHide) return std::make_shared<const HiddenColumn>(type);
    absl::StatusOr<std::shared_ptr<const ColumnMasker>> column = MakeColumn(*decision.rule, type);
    if (column.ok()) return column;
    return absl::Status(column.status().code(),
                        absl::StrCat(what, " ", Quoted(name), ": ", column.status().message(), " (",
                                     decision.Place(), ")"));
  }

  absl::StatusOr<std::shared_ptr<const ColumnMasker>> MakeColumn(const Rule& rule,
                                                                 ColumnType type) const {
    SUDARE_ASSIGN_OR_RETURN(std::unique_ptr<const sudare::Mask> mask, MakeMask(rule.proto, type));
    if (mask->kind() != MaskKind::kTokenize) {
      return std::make_shared<const MaskedColumn>(std::move(mask));
    }
    if (keyring_ == nullptr) {
      return absl::FailedPreconditionError("tokens need a keyring, and none was given");
    }
    std::shared_ptr<const Tokenizer> tokenizer =
        MakeColumnTokenizer(*keyring_, *account_, rule.proto.tokenize(), type);
    if (tokenizer == nullptr && rule.proto.tokenize().scope() == v1::Tokenize::WINDOW) {
      return absl::FailedPreconditionError(
          "tokens of scope WINDOW exist in maintenance windows of the proxy only: give "
          "applications a "
          "role with another scope");
    }
    if (tokenizer == nullptr) {
      return absl::FailedPreconditionError(
          "tokens of digits need OpenSSL with AES on this machine");
    }
    return std::make_shared<const TokenizedColumn>(std::move(tokenizer), type, mask->result_type());
  }

  // Rows repeat their columns: each is decided and compiled once. Columns the policy doesn't list
  // aren't kept, so that their number has a bound.
  absl::StatusOr<std::shared_ptr<const ColumnMasker>> CachedColumn(
      const NamedColumn& column) const {
    const std::string key = absl::StrCat(column.name, "\n", static_cast<int>(column.type.type),
                                         column.type.is_array ? "[]" : "");
    {
      std::shared_lock<std::shared_mutex> lock(mutex_);
      const auto found = columns_.find(key);
      if (found != columns_.end()) return found->second;
    }
    SUDARE_ASSIGN_OR_RETURN(std::shared_ptr<const ColumnMasker> made,
                            Column(column.name, column.type));
    if (made->hidden()) return made;
    std::unique_lock<std::shared_mutex> lock(mutex_);
    return columns_.emplace(key, std::move(made)).first->second;
  }

  const std::shared_ptr<const Policy> policy_;
  const std::shared_ptr<const Keyring> keyring_;
  // Lives in policy_.
  const Account* const account_;
  const absl::Time now_;
  // Of the standard library: Debian's absl isn't built for the thread sanitizer, which then doesn't
  // see absl::Mutex lock anything.
  mutable std::shared_mutex mutex_;
  // Guarded by mutex_.
  mutable absl::flat_hash_map<std::string, std::shared_ptr<const ColumnMasker>> columns_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Masker>> Masker::Create(std::shared_ptr<const Policy> policy,
                                                             std::shared_ptr<const Keyring> keyring,
                                                             absl::string_view account,
                                                             absl::Time now) {
  if (policy == nullptr) {
    return absl::InvalidArgumentError("no policy was given; LoadPolicy() tells what is wrong");
  }
  const Account* found = policy->FindAccount(account);
  if (found == nullptr) {
    return absl::NotFoundError(absl::StrCat("the policy has no account ", Quoted(account)));
  }
  if (found->IsBlockedByReport(PledgeDay(now))) {
    return absl::FailedPreconditionError(
        absl::StrCat("the organization of account ", Quoted(account),
                     " owes its report on security; enter it in the policy once it is handed in"));
  }
  if (!found->MayWorkOn(PledgeDay(now))) {
    return absl::FailedPreconditionError(
        absl::StrCat("account ", Quoted(account), " has no pledge that is valid on ",
                     absl::FormatCivilTime(PledgeDay(now)), "; add one in the policy"));
  }
  return std::make_unique<const PolicyMasker>(std::move(policy), std::move(keyring), found, now);
}

}  // namespace sudare
