#include "tests/support/killed_program.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <future>
#include <thread>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

// Reads to the end; sets `enough` once there are `lines`.
std::string ReadAll(int fd, int lines, std::promise<void> enough) {
  std::string text;
  char buffer[4096];
  for (ssize_t got; (got = read(fd, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<size_t>(got));
    if (lines > 0 && std::count(text.begin(), text.end(), '\n') >= lines) {
      enough.set_value();
      lines = 0;
    }
  }
  return text;
}

}  // namespace

std::vector<std::string> LinesUntilKilled(std::vector<std::string> arguments, int lines,
                                          absl::Duration after) {
  int pipe_ends[2];
  EXPECT_EQ(pipe2(pipe_ends, O_CLOEXEC), 0);
  ChildOptions options;
  options.arguments = std::move(arguments);
  options.output = pipe_ends[1];
  options.dies_with_parent = true;
  auto child = ChildProcess::Start(options);
  EXPECT_THAT(child, IsOk());
  close(pipe_ends[1]);
  std::promise<void> enough;
  const std::future<void> said_enough = enough.get_future();
  std::string text;
  std::thread reader([&, enough = std::move(enough)]() mutable {
    text = ReadAll(pipe_ends[0], lines, std::move(enough));
  });
  if (lines > 0) said_enough.wait_for(std::chrono::seconds(60));
  absl::SleepFor(after);
  if (child.ok()) {
    child->Signal(SIGKILL);
    EXPECT_THAT(child->Wait(absl::Seconds(10)), IsOk());
  }
  reader.join();
  close(pipe_ends[0]);
  std::vector<std::string> all = absl::StrSplit(text, '\n');
  // After the last line break: nothing, or a line cut in two.
  all.pop_back();
  return all;
}

}  // namespace sudare::testing
