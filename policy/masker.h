// Masker: the façade an application links to mask what it logs, exports or hands on.
#ifndef SUDARE_POLICY_MASKER_H_
#define SUDARE_POLICY_MASKER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policy/keyring.h"
#include "policy/policy.h"
#include "policy/value.h"

namespace sudare {

// Thread-safety: immutable, share freely.
// Lifetime: keeps policy and keyring alive.
// Errors: kNotFound: no such account. kFailedPrecondition: no valid pledge at `now`. Never puts
// values into messages.
//
//   auto masker = Masker::Create(policy, keyring, "payroll-app", absl::Now());
//   auto column = (*masker)->Column("payroll.employees.full_name", {SqlType::kText});
//   Value shown = column->Mask("山田 太郎");
class Masker {
 public:
  // Masks the values of one column.
  class ColumnMasker {
   public:
    virtual ~ColumnMasker() = default;
    // Whether the column exists for the account at all.
    virtual bool hidden() const = 0;
    virtual ColumnType result_type() const = 0;
    // NULL in may give a constant out, and the reverse. A hidden column gives NULL always.
    virtual Value Mask(const Value& value) const = 0;
  };

  struct NamedColumn {
    // schema.table.column
    std::string name;
    ColumnType type;
  };

  static absl::StatusOr<std::unique_ptr<const Masker>> Create(
      std::shared_ptr<const Policy> policy, std::shared_ptr<const Keyring> keyring,
      absl::string_view account, absl::Time now);
  virtual ~Masker() = default;

  // kInvalidArgument: the mask doesn't fit the type, or the name isn't schema.table.column.
  virtual absl::StatusOr<std::shared_ptr<const ColumnMasker>> Column(absl::string_view name,
                                                                     ColumnType type) const = 0;

  // Masks a row: hidden columns are left out, so the result may be shorter. `columns` and `row`
  // have equal length.
  virtual absl::StatusOr<std::vector<Value>> Row(const std::vector<NamedColumn>& columns,
                                                 const std::vector<Value>& row) const = 0;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_MASKER_H_
