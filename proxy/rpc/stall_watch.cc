#include "proxy/rpc/stall_watch.h"

#include <time.h>

#include <algorithm>

namespace sudare {
namespace {

int64_t MonotonicNanos() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

StallWatch::Call::Call(StallWatch* watch, const grpc::ServerContext* context)
    : watch_(watch), context_(context) {
  absl::MutexLock lock(&watch_->mutex_);
  watch_->calls_.insert(this);
}

StallWatch::Call::~Call() {
  absl::MutexLock lock(&watch_->mutex_);
  watch_->calls_.erase(this);
}

void StallWatch::Call::WriteBegins() {
  blocked_since_nanos_.store(MonotonicNanos(), std::memory_order_relaxed);
}

StallWatch::StallWatch(absl::Duration limit) : limit_(limit), thread_([this] { Run(); }) {}

StallWatch::~StallWatch() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void StallWatch::Run() {
  const absl::Duration interval = std::min(limit_ / 4, absl::Seconds(1));
  absl::MutexLock lock(&mutex_);
  while (!mutex_.AwaitWithTimeout(absl::Condition(&stopping_), interval)) CancelStalled();
}

void StallWatch::CancelStalled() {
  const int64_t oldest = MonotonicNanos() - absl::ToInt64Nanoseconds(limit_);
  for (Call* call : calls_) {
    const int64_t since = call->blocked_since_nanos_.load(std::memory_order_relaxed);
    if (since == 0 || since > oldest || call->stalled()) continue;
    call->stalled_.store(true, std::memory_order_relaxed);
    call->context_->TryCancel();
  }
}

}  // namespace sudare
