#include "proxy/audit/checkpointed_log.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/checkpoint_reader.h"
#include "proxy/audit/record.h"

namespace sudare::audit {
namespace {

// What an anchor may lag behind before the log's files are read for it.
constexpr size_t kRecent = 1000;
// What is queued at the end is written within some hundredths of a second, if it can be at all.
constexpr absl::Duration kLongestQuiet = absl::Seconds(1);
constexpr absl::Duration kLook = absl::Milliseconds(5);

}  // namespace

std::unique_ptr<CheckpointedLog> CheckpointedLog::Start(Parts parts) {
  std::unique_ptr<CheckpointedLog> log(new CheckpointedLog(std::move(parts)));
  log->thread_ = std::thread([raw = log.get()] { raw->Run(); });
  return log;
}

CheckpointedLog::CheckpointedLog(Parts parts)
    : log_(std::move(parts.log)),
      folder_(std::move(parts.folder)),
      signing_(std::move(parts.signing)),
      clock_(std::move(parts.clock)),
      log_id_(parts.last.has_value() ? parts.last->checkpoint.log
              : parts.log_id.empty() ? NewLogId()
                                     : parts.log_id),
      number_(parts.last.has_value() ? parts.last->checkpoint.number : parts.number) {
  status_.key = signing_.key->public_key().id();
  status_.number = number_;
  if (parts.last.has_value()) {
    const Checkpoint& last = parts.last->checkpoint;
    status_.time = last.time;
    // What was written beside the checkpoints when it was made.
    covered_content_ = last.head.sequence - std::min(last.head.sequence, last.number - 1);
    covered_segment_ = last.segment;
    recent_.push_back(*parts.last);
  }
  StartFeeds(parts);
}

void CheckpointedLog::StartFeeds(const Parts& parts) {
  for (const std::shared_ptr<Anchor>& anchor : signing_.anchors) {
    AnchorFeed::Parts feed;
    feed.anchor = anchor;
    feed.log = log_id_;
    feed.checkpoints = [this](uint64_t number, size_t limit) {
      return CheckpointsFrom(number, limit);
    };
    feed.on_event = [this](sudare::v1::ServerEvent::Kind kind, const std::string& what) {
      log_->AppendSoon(MakeServerEvent(kind, {}, what));
    };
    feed.latest = number_;
    feed.first_retry = signing_.first_retry;
    if (parts.last.has_value()) {
      feed.latest_at = parts.last->checkpoint.time;
      for (const AnchoredRange& range : parts.last->checkpoint.anchored) {
        if (range.anchor == anchor->name()) feed.known = range;
      }
    }
    feeds_.push_back(std::make_unique<AnchorFeed>(std::move(feed)));
  }
}

CheckpointedLog::~CheckpointedLog() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
    wake_.notify_one();
  }
  thread_.join();
}

std::unique_ptr<AuditLog::Ticket> CheckpointedLog::Append(sudare::v1::AuditRecord record) {
  return log_->Append(std::move(record));
}

void CheckpointedLog::AppendSoon(sudare::v1::AuditRecord record) {
  log_->AppendSoon(std::move(record));
}

AuditCheckpoints CheckpointedLog::Checkpoints() const {
  AuditCheckpoints status;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    status = status_;
  }
  for (const auto& feed : feeds_) status.anchors.push_back(feed->Status());
  return status;
}

void CheckpointedLog::Run() {
  bool stop = false;
  while (!stop) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      wake_.wait_for(lock, absl::ToChronoNanoseconds(signing_.look), [this] { return stop_; });
      stop = stop_;
    }
    if (stop) AwaitQuiet();
    const DurableEnd end = log_->End();
    if (ContentOf(end) > covered_content_ && (stop || IsDue(end))) Sign(end);
  }
}

bool CheckpointedLog::IsDue(const DurableEnd& end) const {
  return !signed_at_.has_value() || end.segment != covered_segment_ ||
         ContentOf(end) - covered_content_ >= signing_.records ||
         clock_() - *signed_at_ >= signing_.interval || clock_() < *signed_at_;
}

void CheckpointedLog::Sign(const DurableEnd& end) {
  Checkpoint checkpoint;
  checkpoint.log = log_id_;
  checkpoint.number = number_ + 1;
  checkpoint.head = end.head;
  checkpoint.segment = end.segment;
  checkpoint.time = clock_();
  checkpoint.interval = signing_.interval;
  for (const auto& feed : feeds_) {
    AnchoredRange range = feed->Anchored();
    if (range.last != 0) checkpoint.anchored.push_back(std::move(range));
  }
  auto done = SignCheckpoint(std::move(checkpoint), *signing_.key);
  absl::Status status = done.status();
  if (status.ok()) status = log_->AppendDurably(MakeCheckpointRecord(*done));
  std::lock_guard<std::mutex> lock(mutex_);
  status_.trouble = std::string(status.message());
  // It is tried again at the next look.
  if (!status.ok()) return;
  covered_content_ = ContentOf(end);
  covered_segment_ = end.segment;
  signed_at_ = done->checkpoint.time;
  number_ = done->checkpoint.number;
  status_.number = number_;
  status_.time = *signed_at_;
  for (const auto& feed : feeds_) feed->Offer(done->checkpoint);
  recent_.push_back(*std::move(done));
  if (recent_.size() > kRecent) recent_.pop_front();
}

void CheckpointedLog::AwaitQuiet() {
  const absl::Time end = absl::Now() + kLongestQuiet;
  while (!log_->IsQuiet() && absl::Now() < end) absl::SleepFor(kLook);
}

absl::StatusOr<std::vector<SignedCheckpoint>> CheckpointedLog::CheckpointsFrom(uint64_t number,
                                                                               size_t limit) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!recent_.empty() && recent_.front().checkpoint.number <= number) {
      const auto begin = std::find_if(
          recent_.begin(), recent_.end(),
          [number](const SignedCheckpoint& c) { return c.checkpoint.number >= number; });
      const auto count = std::min<size_t>(limit, static_cast<size_t>(recent_.end() - begin));
      return std::vector<SignedCheckpoint>(begin, begin + static_cast<std::ptrdiff_t>(count));
    }
  }
  return audit::CheckpointsFrom(folder_, number, limit);
}

}  // namespace sudare::audit
