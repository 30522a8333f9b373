// The reference: the same database through libpq, without a proxy.
#ifndef SUDARE_TESTS_BENCHMARK_REFERENCE_H_
#define SUDARE_TESTS_BENCHMARK_REFERENCE_H_

#include <cstdint>
#include <string>
#include <vector>

struct pg_conn;

namespace sudare::testing {

// Thread-safety: one thread at a time. Ends the program on errors.
class Reference {
 public:
  explicit Reference(const std::string& connection);
  ~Reference();
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;

  // Rows of a statement in single-row mode.
  uint64_t Stream(const std::string& sql);
  void Prepare(const std::string& name, const std::string& sql);
  // Rows of a prepared statement.
  int Execute(const std::string& name, const std::vector<std::string>& parameters);

 private:
  pg_conn* connection_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_BENCHMARK_REFERENCE_H_
