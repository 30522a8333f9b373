// Ctrl-C while something runs.
#ifndef SUDARE_PROXY_CLI_INTERRUPT_H_
#define SUDARE_PROXY_CLI_INTERRUPT_H_

#include <signal.h>

#include <atomic>
#include <functional>
#include <thread>

namespace sudare {

// While it lives, SIGINT calls `action` (once, on a thread of its own) instead of ending the
// process.
//
// Thread-safety: one of them at a time in a process.
class OnInterrupt {
 public:
  explicit OnInterrupt(std::function<void()> action);
  ~OnInterrupt();
  OnInterrupt(const OnInterrupt&) = delete;
  OnInterrupt& operator=(const OnInterrupt&) = delete;

  bool happened() const { return happened_; }

 private:
  int pipe_[2] = {-1, -1};
  struct sigaction before_;
  std::atomic<bool> happened_{false};
  std::thread thread_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_INTERRUPT_H_
