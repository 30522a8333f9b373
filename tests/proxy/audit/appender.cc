// Appends to the audit log in folder argv[1] until it is killed, signing often and with an anchor
// in file argv[3], and writes each durable record's id, which begins with argv[2], to stdout.
#include <unistd.h>

#include <cstdio>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/file_anchor.h"
#include "tests/proxy/audit/log_folder.h"
#include "tests/proxy/audit/signing_keys.h"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  sudare::AuditLogOptions options;
  options.folder = argv[1];
  options.segment_bytes = 20'000;
  options.signing.key = sudare::testing::SigningKey();
  options.signing.records = 3;
  options.signing.look = absl::Milliseconds(1);
  options.signing.anchors = {sudare::audit::MakeFileAnchor("file", argv[3])};
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
