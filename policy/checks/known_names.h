// KnownNames: the names that a policy declares, and where.
#ifndef SUDARE_POLICY_CHECKS_KNOWN_NAMES_H_
#define SUDARE_POLICY_CHECKS_KNOWN_NAMES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "proto/policy.pb.h"

namespace sudare::checks {

// One kind of name; of duplicates the first counts.
template <typename T>
class NameIndex {
 public:
  void Add(const T& declared) {
    if (by_name_.emplace(declared.name(), &declared).second) names_.push_back(declared.name());
  }
  const T* Find(absl::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }
  // In the order of the policy.
  const std::vector<std::string>& names() const { return names_; }

 private:
  absl::flat_hash_map<std::string, const T*> by_name_;
  std::vector<std::string> names_;
};

// Lifetime: borrows the policy message.
struct KnownNames {
  explicit KnownNames(const v1::Policy& policy);

  // The column of "schema.table.column"; nullptr if the table or the column isn't listed.
  const v1::Column* FindColumn(absl::string_view name) const;

  NameIndex<v1::DataClass> classes;
  NameIndex<v1::Table> tables;
  NameIndex<v1::Role> roles;
  // By "schema.table.column".
  absl::flat_hash_map<std::string, const v1::Column*> columns;
};

// "payroll.employees" of "payroll.employees.full_name"; empty if there is no dot.
absl::string_view TableOf(absl::string_view column);

}  // namespace sudare::checks

#endif  // SUDARE_POLICY_CHECKS_KNOWN_NAMES_H_
