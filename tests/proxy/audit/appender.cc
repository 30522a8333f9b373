// Appends to the audit log in folder argv[1] until it is killed, and writes each durable record's
// id to stdout.
#include <unistd.h>

#include <cstdio>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proxy/audit/audit_log.h"
#include "tests/proxy/audit/log_folder.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  sudare::AuditLogOptions options;
  options.folder = argv[1];
  options.segment_bytes = 20'000;
  auto log = sudare::OpenAuditLog(options);
  if (!log.ok()) {
    std::printf("%s\n", log.status().ToString().c_str());
    return 1;
  }
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&log, t, prefix = argv[2]] {
      for (int i = 0;; ++i) {
        const std::string id = absl::StrCat(prefix, "/", t, "/", i);
        if (!(*log)->AppendDurably(sudare::testing::IntentOf(id)).ok()) _exit(1);
        const std::string line = id + "\n";
        // One write, so that lines of several threads don't mix.
        if (write(STDOUT_FILENO, line.data(), line.size()) < 0) _exit(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}
