// PersonCounter: whose data leaves with the rows of one answer, for budgets of persons.
#ifndef SUDARE_PROXY_QUERY_PERSON_COUNTER_H_
#define SUDARE_PROXY_QUERY_PERSON_COUNTER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "policy/person_hasher.h"
#include "policy/value.h"
#include "proxy/sql/masked_sql.h"

namespace sudare {

// Memory: 16 bytes and what a set takes for each person. Rows of one person after the other cost a
// comparison, others a hash and a look-up.
//
// Thread-safety: one thread. Borrows all it is given.
class PersonCounter {
 public:
  // As WindowPass::SeePersons.
  using See = std::function<absl::StatusOr<uint64_t>(absl::Span<const absl::uint128>, uint64_t)>;

  // `parameters`: the client's, by which a plan may know a person.
  PersonCounter(const sql::PersonPlan& plan, const PersonHasher& hasher,
                const std::vector<Value>& parameters, See see);

  // The values of a row as they are shown, one after the other in `data`; a negative length is
  // NULL.
  void AddRow(absl::Span<const int32_t> lengths, absl::string_view data);

  // Counts who was added since the last call. Call it before their rows leave; a bad Status: they
  // must not.
  absl::Status Count();

  // Whose data left: how many people, and how many new in the calendar month.
  uint64_t persons() const { return persons_; }
  uint64_t new_persons() const { return new_persons_; }

 private:
  void Meet(absl::uint128 person);

  const sql::PersonPlan& plan_;
  const PersonHasher& hasher_;
  const See see_;
  bool has_rows_ = false;
  // Of those with a number in the row: the last one's.
  std::vector<std::string> last_;
  std::vector<absl::uint128> pinned_;
  absl::flat_hash_set<absl::uint128> met_;
  std::vector<absl::uint128> waiting_;
  uint64_t unnamed_ = 0;
  uint64_t persons_ = 0;
  uint64_t new_persons_ = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_PERSON_COUNTER_H_
