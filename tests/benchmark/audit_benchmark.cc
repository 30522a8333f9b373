// The audit log against a bare write + fdatasync of the same bytes, signed against unsigned, and
// its verification, of the chain and with key and anchor, against a bare read + hash. One JSON
// object a line; ratios are of times, so less is better. argv[1]: a folder on the disk to measure.
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/file_anchor.h"
#include "proxy/audit/verification.h"
#include "tests/proxy/audit/signing_keys.h"

namespace sudare {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kSingle = 3000;
constexpr int kThreads = 32;
constexpr int kPerThread = 1000;
constexpr int kToVerify = 400'000;

double MicrosSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

void Print(const std::string& name, double ours, double reference, const char* unit) {
  std::printf(
      "{\"name\": \"%s\", \"ours\": %.1f, \"reference\": %.1f, \"ratio\": %.2f, \"unit\": "
      "\"%s\"}\n",
      name.c_str(), ours, reference, ours / reference, unit);
}

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "audit_benchmark: %s\n", what);
  exit(1);
}

v1::AuditRecord Intent() {
  v1::AuditRecord record;
  v1::Intent& intent = *record.mutable_intent();
  intent.set_query_id("0198c0de-1f2a-7bcd-8e9f-001122334455");
  intent.mutable_caller()->set_account("payroll-vendor-01");
  intent.mutable_caller()->set_role("payroll-maintenance");
  intent.mutable_caller()->set_peer("192.0.2.1:40000");
  intent.set_normalized_sql(
      "SELECT e.name, p.gross FROM payroll.employees e JOIN payroll.payslips p USING (employee_no) "
      "WHERE p.month = $1 AND e.department = $2 ORDER BY e.name");
  intent.set_policy_hash(std::string(64, 'a'));
  for (const char* column : {"payroll.employees.name", "payroll.payslips.gross"}) {
    v1::AuditedColumn& audited = *intent.add_columns();
    audited.set_column(column);
    audited.set_mask("tokenize");
  }
  return record;
}

class BareFile {
 public:
  explicit BareFile(const std::string& path)
      : fd_(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600)) {
    Require(fd_ >= 0, "can't open the reference file");
  }
  ~BareFile() { close(fd_); }
  void Append(const std::string& bytes) const {
    Require(write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
                fdatasync(fd_) == 0,
            "can't write the reference file");
  }

 private:
  const int fd_;
};

std::vector<double> Latencies(const std::function<void()>& append) {
  std::vector<double> micros;
  for (int i = 0; i < kSingle; ++i) {
    const auto begin = Clock::now();
    append();
    micros.push_back(MicrosSince(begin));
  }
  std::sort(micros.begin(), micros.end());
  return micros;
}

double MicrosPerRecord(const std::function<void()>& append) {
  const auto begin = Clock::now();
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&append] {
      for (int i = 0; i < kPerThread; ++i) append();
    });
  }
  for (std::thread& thread : threads) thread.join();
  return MicrosSince(begin) / (kThreads * kPerThread);
}

AuditSigning Signing(const std::string& folder) {
  AuditSigning signing;
  signing.key = testing::SigningKey();
  signing.anchors = {audit::MakeFileAnchor("file", folder + "/anchor")};
  return signing;
}

// A log that is signed against one that isn't, both under 32 threads: signing takes place beside
// the appends, many times as often here as by default.
void MeasureSigning(const std::string& folder) {
  std::vector<double> each[2];
  const v1::AuditRecord record = Intent();
  for (int round = 0; round < 3; ++round) {
    for (const bool is_signed : {false, true}) {
      AuditLogOptions options;
      options.folder = absl::StrCat(folder, "/signed", round, is_signed);
      if (is_signed) options.signing = Signing(folder);
      options.signing.records = 1000;
      auto log = OpenAuditLog(options);
      Require(log.ok(), "can't open the log");
      each[is_signed].push_back(
          MicrosPerRecord([&] { Require((*log)->AppendDurably(record).ok(), "can't append"); }));
      log->reset();
      std::filesystem::remove_all(options.folder);
    }
    std::filesystem::remove(folder + "/anchor");
  }
  for (std::vector<double>& micros : each) std::sort(micros.begin(), micros.end());
  Print("audit_append_signed_32_threads", each[true][1], each[false][1], "us/record");
}

void MeasureAppends(const std::string& folder) {
  AuditLogOptions options;
  options.folder = folder + "/log";
  auto log = OpenAuditLog(options);
  Require(log.ok(), "can't open the log");
  const v1::AuditRecord record = Intent();
  const auto ours = [&] { Require((*log)->AppendDurably(record).ok(), "can't append"); };
  ours();
  // What the log writes for the record: fields that link it, frame and digest come on top.
  const std::string bytes(record.ByteSizeLong() + 50 + 40, 'x');
  const BareFile bare(folder + "/bare");
  const std::vector<double> our_micros = Latencies(ours);
  const std::vector<double> bare_micros = Latencies([&] { bare.Append(bytes); });
  Print("audit_append_p50", our_micros[kSingle / 2], bare_micros[kSingle / 2], "us");
  Print("audit_append_p99", our_micros[kSingle * 99 / 100], bare_micros[kSingle * 99 / 100], "us");
  std::mutex mutex;
  const double ours_each = MicrosPerRecord(ours);
  const double bare_each = MicrosPerRecord([&] {
    std::lock_guard<std::mutex> lock(mutex);
    bare.Append(bytes);
  });
  Print("audit_append_32_threads", ours_each, bare_each, "us/record");
}

double BareReadMicros(const std::string& folder) {
  const auto begin = Clock::now();
  std::vector<unsigned char> buffer(1 << 20);
  unsigned char digest[32];
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const int fd = open(entry.path().c_str(), O_RDONLY);
    for (ssize_t got; (got = read(fd, buffer.data(), buffer.size())) > 0;) {
      crypto_generichash(digest, sizeof digest, buffer.data(), static_cast<size_t>(got), nullptr,
                         0);
    }
    close(fd);
  }
  return MicrosSince(begin);
}

void MeasureVerification(const std::string& folder) {
  AuditLogOptions options;
  options.folder = folder + "/verified";
  options.signing = Signing(folder);
  {
    auto log = OpenAuditLog(options);
    Require(log.ok(), "can't open the log");
    for (int i = 0; i < kToVerify; ++i) {
      const auto ticket = (*log)->Append(Intent());
      if (i % 1000 == 0) Require(ticket->Wait().ok(), "can't append");
    }
  }
  uint64_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(options.folder)) {
    bytes += entry.file_size();
  }
  const double megabytes = static_cast<double>(bytes) / 1e6;
  audit::VerifyOptions chain;
  chain.folder = options.folder;
  audit::VerifyOptions all = chain;
  all.keys = {testing::SigningKey()->public_key()};
  all.anchors.push_back(*audit::ReadAnchorFile(folder + "/anchor"));
  for (const auto& [name, how] :
       {std::make_pair("audit_verify", &chain), std::make_pair("audit_verify_signed", &all)}) {
    const double bare = BareReadMicros(options.folder);
    const auto begin = Clock::now();
    const auto found = audit::Verify(*how);
    const double micros = MicrosSince(begin);
    Require(found.ok(), "the log isn't sound");
    Print(name, micros / 1000 / megabytes, bare / 1000 / megabytes, "ms/MB");
    std::fprintf(stderr, "%s: %.0f MB at %.0f MB/s\n", name, megabytes, megabytes / (micros / 1e6));
  }
}

}  // namespace
}  // namespace sudare

int main(int argc, char** argv) {
  const char* base = argc > 1 ? argv[1] : getenv("TEST_TMPDIR");
  std::string folder = absl::StrCat(base != nullptr ? base : "/tmp", "/audit-benchmark.XXXXXX");
  sudare::Require(sodium_init() >= 0 && mkdtemp(&folder[0]) != nullptr, "no folder to measure in");
  sudare::MeasureAppends(folder);
  sudare::MeasureSigning(folder);
  sudare::MeasureVerification(folder);
  std::filesystem::remove_all(folder);
}
