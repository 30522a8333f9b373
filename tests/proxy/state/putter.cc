// Puts entries into the state argv[1] argv[2] (see StateUnderTest::Arguments) until it is killed,
// and writes each one's key to stdout once the store has said that it is durable.
//
// Each transaction puts two entries and counts, so that a half of one would show.
#include <unistd.h>

#include <cstdio>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "tests/proxy/state/state_under_test.h"

namespace {

absl::Status PutPair(sudare::StateTransaction& transaction, const std::string& key) {
  SUDARE_RETURN_IF_ERROR(transaction.Put("first", key, std::string(300, 'x')));
  SUDARE_RETURN_IF_ERROR(transaction.Put("second", key, ""));
  SUDARE_ASSIGN_OR_RETURN(const std::optional<std::string> found,
                          transaction.Get("count", "pairs"));
  int pairs = 0;
  if (found.has_value() && !absl::SimpleAtoi(*found, &pairs)) return absl::DataLossError("count");
  return transaction.Put("count", "pairs", absl::StrCat(pairs + 1));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  auto store = sudare::testing::OpenStateAt(argv[1], argv[2]);
  if (!store.ok()) {
    std::printf("%s\n", store.status().ToString().c_str());
    return 1;
  }
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&store, t, round = argv[3]] {
      for (int i = 0;; ++i) {
        const std::string key = absl::StrCat(round, "/", t, "/", i);
        const absl::Status status = (*store)->Transact(
            [&](sudare::StateTransaction& transaction) { return PutPair(transaction, key); });
        if (!status.ok()) _exit(1);
        // One write, so that lines of several threads don't mix.
        const std::string line = key + "\n";
        if (write(STDOUT_FILENO, line.data(), line.size()) < 0) _exit(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}
