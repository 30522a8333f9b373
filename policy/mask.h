// Masks: the closed set of ways a value may be shown, each in C++ and, tokens excepted, as SQL.
//
// Both forms of a mask agree on every input, which a property test holds against a real PostgreSQL.
// They are total: no input makes them fail, crash or throw.
#ifndef SUDARE_POLICY_MASK_H_
#define SUDARE_POLICY_MASK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/value.h"
#include "proto/policy.pb.h"

namespace sudare {

enum class MaskKind {
  kAllow,
  kHide,
  kRedact,
  kPresence,
  kPartial,
  kGeneralize,
  kScrub,
  kJson,
  kTokenize,
};

// "allow", "hide", … as in policy files.
absl::string_view MaskKindName(MaskKind kind);

// A mask compiled for one column type.
//
// Thread-safety: immutable, share freely.
// Lifetime: borrows nothing.
class Mask {
 public:
  virtual ~Mask() = default;

  virtual MaskKind kind() const = 0;

  // The type of the result for the type it was made for.
  virtual ColumnType result_type() const = 0;

  // The masked value. `value` is the text form of the column's type, nullptr for NULL.
  // For kTokenize and kHide: returns NULL (tokens need a key: see token.h).
  virtual Value Apply(const absl::string_view* value) const = 0;

  // An SQL expression with the same result. `column` is the SQL text of an unambiguous column
  // reference; it may be repeated. Every function, operator and type in it is built in and needs no
  // search_path but pg_catalog. Empty for kTokenize and kHide.
  virtual std::string SqlExpression(absl::string_view column) const = 0;
};

// Whether the rule's mask can be applied to a column of `type`, and the mask.
// kInvalidArgument: it cannot; the message says why and which masks would fit. `type` kUnknown is
// accepted only by hide and by redact without a constant (a NULL of the column's type).
absl::StatusOr<std::unique_ptr<const Mask>> MakeMask(const sudare::v1::Rule& rule, ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_MASK_H_
