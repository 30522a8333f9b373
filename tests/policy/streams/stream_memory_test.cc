// Memory while a long file is masked. Not under sanitizers, which keep what is freed.
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <string>

#include "policy/streams/csv_masker.h"
#include "tests/policy/streams/stream_harness.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using testing::CountingSink;
using testing::EndlessSource;
using testing::IsOk;
using testing::StreamHarness;

int64_t ResidentKiB() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::stoll(line.substr(6));
  }
  return 0;
}

TEST(StreamMemoryTest, MemoryStaysFlatHoweverLongTheInput) {
  const StreamHarness harness;
  CsvOptions options;
  options.table = "payroll.employees";
  options.threads = 2;
  const auto mask = [&](int64_t bytes) {
    EndlessSource source(bytes);
    CountingSink sink;
    EXPECT_THAT(MaskCsv(source, sink, harness.masker(), options).status(), IsOk());
    EXPECT_GT(sink.written(), static_cast<size_t>(bytes / 2));
  };
  mask(8 << 20);
  const int64_t before = ResidentKiB();
  mask(64 << 20);
  EXPECT_LT(ResidentKiB() - before, 16 * 1024);
}

}  // namespace
}  // namespace sudare
