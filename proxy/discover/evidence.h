// Evidence: what the sampled values of a column add up to. Holds counts, hashes and shapes, no
// value.
#ifndef SUDARE_PROXY_DISCOVER_EVIDENCE_H_
#define SUDARE_PROXY_DISCOVER_EVIDENCE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/value.h"
#include "proxy/discover/kinds.h"

namespace sudare::discover {

struct Evidence {
  size_t values = 0;
  // Elements of arrays count one by one.
  std::map<Kind, size_t> matches;
  size_t dates = 0;
  // Years of them.
  int median_year = 0;
  int first_year = 0;
  int last_year = 0;
  // Numbers that could be personal ones inside longer text, and those with a right check digit.
  size_t numbers_inside = 0;
  size_t valid_numbers_inside = 0;
  size_t addresses_inside = 0;
  // Lines of a file: three fields or more, parted by commas or tabs.
  size_t delimited = 0;
  // Of whole values and of the pieces of longer ones (fields of lines, strings of JSON, fields of
  // bank records), in a normal form: digits without marks and leading zeros, text without blanks.
  // Short ones aren't there: they are equal by chance.
  std::set<uint64_t> hashes;
  std::set<uint64_t> piece_hashes;
  // Of the pieces, those from two fields of bank records.
  std::set<uint64_t> account_hashes;
  std::set<uint64_t> holder_hashes;
  // The commonest look.
  std::string shape;

  double Share(Kind kind) const;
  // More numbers have a right check digit than one in ten would by chance.
  bool HoldsPersonalNumbers() const;
};

Evidence Weigh(const std::vector<std::string>& values, ColumnType type);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_EVIDENCE_H_
