// StateUnderTest: one kind of store with what its tests need around it: a place of its own, and
// means to lose it.
#ifndef SUDARE_TESTS_PROXY_STATE_STATE_UNDER_TEST_H_
#define SUDARE_TESTS_PROXY_STATE_STATE_UNDER_TEST_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proxy/state/state_store.h"

namespace sudare::testing {

class StateUnderTest {
 public:
  virtual ~StateUnderTest() = default;

  // Opens a further store on the one state.
  virtual absl::StatusOr<std::unique_ptr<StateStore>> Open() = 0;
  // What tests/proxy/state/putter needs to open it: a kind and a place.
  virtual std::vector<std::string> Arguments() const = 0;
  // Makes the state unreachable, and reachable again as it was.
  virtual void Lose() = 0;
  virtual void GiveBack() = 0;
};

std::unique_ptr<StateUnderTest> MakeSqliteState();
// In one server for the whole process, a schema for each.
std::unique_ptr<StateUnderTest> MakePostgresState();

// Options for `kind` and `place` as in Arguments().
absl::StatusOr<std::unique_ptr<StateStore>> OpenStateAt(const std::string& kind,
                                                        const std::string& place);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_STATE_STATE_UNDER_TEST_H_
