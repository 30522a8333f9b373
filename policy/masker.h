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
#include "policy/mask.h"
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
    bool hidden() const { return kind() == MaskKind::kHide; }
    virtual MaskKind kind() const = 0;
    virtual ColumnType result_type() const = 0;
    // NULL in may give a constant out, and the reverse. A hidden column gives NULL always. What is
    // no value of the column's type: docs/masks.md.
    Value Mask(const Value& value) const {
      const absl::string_view view = value ? absl::string_view(*value) : absl::string_view();
      return MaskView(value ? &view : nullptr);
    }
    // The same over borrowed text; nullptr is NULL.
    virtual Value MaskView(const absl::string_view* value) const = 0;
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

  // Masks values of a class that stand in no column, such as fields of a message. Rules that name a
  // table or a column don't count, for there is none; of the others the first that matches wins,
  // and no match hides. So does a class that the policy doesn't know.
  virtual absl::StatusOr<std::shared_ptr<const ColumnMasker>> Class(absl::string_view data_class,
                                                                    ColumnType type) const = 0;

  // Whether the account sees only some rows of "schema.table". Which ones is written in SQL, so
  // nothing here can tell: rows that don't come from a query of the account have to be chosen by
  // the caller.
  virtual bool FiltersRows(absl::string_view table) const = 0;

  // Masks a row: hidden columns are left out, so the result may be shorter. `columns` and `row`
  // have equal length.
  virtual absl::StatusOr<std::vector<Value>> Row(const std::vector<NamedColumn>& columns,
                                                 const std::vector<Value>& row) const = 0;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_MASKER_H_
