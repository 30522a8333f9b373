#include "proxy/cli/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace sudare {
namespace {

constexpr char kInterrupt = 'i';
constexpr char kEnd = 'e';

// Where the handler, which may do next to nothing, writes to.
std::atomic<int> pipe_end{-1};

void Handle(int) {
  const int error = errno;
  const int fd = pipe_end;
  if (fd >= 0 && write(fd, &kInterrupt, 1) < 0) {
    // The pipe is full of interrupts already.
  }
  errno = error;
}

char NextByte(int fd) {
  char byte = kEnd;
  while (read(fd, &byte, 1) < 0 && errno == EINTR) {
  }
  return byte;
}

}  // namespace

OnInterrupt::OnInterrupt(std::function<void()> action) {
  if (pipe2(pipe_, O_CLOEXEC) != 0) return;
  pipe_end = pipe_[1];
  struct sigaction mine = {};
  mine.sa_handler = Handle;
  mine.sa_flags = SA_RESTART;
  sigaction(SIGINT, &mine, &before_);
  thread_ = std::thread([this, action = std::move(action)] {
    while (NextByte(pipe_[0]) == kInterrupt) {
      if (!happened_.exchange(true)) action();
    }
  });
}

OnInterrupt::~OnInterrupt() {
  if (!thread_.joinable()) return;
  sigaction(SIGINT, &before_, nullptr);
  pipe_end = -1;
  while (write(pipe_[1], &kEnd, 1) < 0 && errno == EINTR) {
  }
  thread_.join();
  close(pipe_[0]);
  close(pipe_[1]);
}

}  // namespace sudare
