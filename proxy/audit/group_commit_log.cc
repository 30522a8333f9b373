#include "proxy/audit/group_commit_log.h"

#include <algorithm>
#include <csignal>
#include <optional>
#include <utility>

#include "proxy/audit/record.h"
#include "proxy/error.h"

namespace sudare::audit {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr size_t kBatchBytes = 1 << 20;
// Queued while the disk is slow; each caller waits for its own record, so it takes thousands of
// them to get here.
constexpr size_t kQueueBytes = 64 << 20;
// Room in a frame for sequence, time and previous hash.
constexpr size_t kLinkBytes = 128;
constexpr std::chrono::milliseconds kRetry(100);
// How long a record that nobody waits for may stay in memory, for the next one to share its sync.
constexpr std::chrono::milliseconds kSoon(20);
// As many at once make it worth to gather; a sync is waited for twice over, but not longer than
// this.
constexpr int kCrowd = 3;
constexpr std::chrono::microseconds kLongestGathering(1000);
// With a crowd about, a record that somebody will wait for is written at once only if nothing was
// for so long.
constexpr std::chrono::microseconds kPause(1000);

// What callers, and through them clients, are told; the disk's own words are for Health().
absl::Status NotWritten() {
  ErrorFields fields;
  fields.reason = "AUDIT_UNAVAILABLE";
  fields.advice = "try again later, and tell the operator of the proxy if it lasts";
  return MakeError(absl::StatusCode::kUnavailable,
                   "the audit log can't be written, and nothing runs without it", fields);
}

absl::Status TooLarge() {
  ErrorFields fields;
  fields.reason = "AUDIT_RECORD_TOO_LARGE";
  fields.advice = "shorten the statement or its purpose";
  return MakeError(absl::StatusCode::kResourceExhausted,
                   "the audit record of this call would be too large", fields);
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp proto;
  const int64_t seconds = absl::ToUnixSeconds(time);
  proto.set_seconds(seconds);
  proto.set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return proto;
}

}  // namespace

struct GroupCommitLog::Entry {
  enum class Result { kDurable, kNotWritten, kTooLarge };

  // Serialized, but for the fields that link it into the chain.
  std::string event;
  absl::Time time;
  // Guarded by the log's mutex_: nobody has taken it yet.
  bool is_queued = false;

  std::mutex mutex;
  std::condition_variable completed;
  std::optional<Result> result;

  bool IsComplete() {
    std::lock_guard<std::mutex> lock(mutex);
    return result.has_value();
  }

  void Complete(Result how) {
    {
      std::lock_guard<std::mutex> lock(mutex);
      result = how;
    }
    // Whoever wakes up finds the mutex free.
    completed.notify_all();
  }
};

class GroupCommitLog::EntryTicket : public AuditLog::Ticket {
 public:
  EntryTicket(GroupCommitLog* log, std::shared_ptr<Entry> entry)
      : log_(log), entry_(std::move(entry)) {}

  void Start() override {
    if (!entry_->IsComplete()) log_->WriteIfIdle(*entry_);
  }

  absl::Status Wait() override {
    // The log, when it ends, completes what is queued: later it must not be touched.
    if (!entry_->IsComplete()) log_->WriteNow(*entry_);
    std::unique_lock<std::mutex> lock(entry_->mutex);
    entry_->completed.wait(lock, [this] { return entry_->result.has_value(); });
    switch (*entry_->result) {
      case Entry::Result::kDurable:
        return absl::OkStatus();
      case Entry::Result::kTooLarge:
        return TooLarge();
      case Entry::Result::kNotWritten:
        break;
    }
    return NotWritten();
  }

 private:
  GroupCommitLog* const log_;
  const std::shared_ptr<Entry> entry_;
};

std::unique_ptr<GroupCommitLog> GroupCommitLog::Start(Parts parts) {
  std::unique_ptr<GroupCommitLog> log(new GroupCommitLog(std::move(parts)));
  // A limit of file sizes shall be an error of the write, on whatever thread, not the end of all.
  std::signal(SIGXFSZ, SIG_IGN);
  log->thread_ = std::thread([raw = log.get()] { raw->Run(); });
  return log;
}

GroupCommitLog::GroupCommitLog(Parts parts)
    : lock_(std::move(parts.lock)),
      clock_(std::move(parts.clock)),
      writer_(std::move(parts.writer)),
      head_(parts.head),
      end_{head_, writer_->segment()} {
  if (!parts.torn.empty()) RecordFirst(parts.torn);
}

void GroupCommitLog::RecordFirst(const std::string& what) {
  auto entry = std::make_shared<Entry>();
  entry->event = MakeServerEvent(sudare::v1::ServerEvent::RECOVERED, {}, what).SerializeAsString();
  entry->time = clock_();
  first_.push_back(std::move(entry));
}

GroupCommitLog::~GroupCommitLog() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
    wake_.notify_one();
  }
  thread_.join();
}

std::unique_ptr<AuditLog::Ticket> GroupCommitLog::Append(sudare::v1::AuditRecord record) {
  return std::make_unique<EntryTicket>(this, Enqueue(std::move(record), /*is_awaited=*/true));
}

void GroupCommitLog::AppendSoon(sudare::v1::AuditRecord record) {
  Enqueue(std::move(record), /*is_awaited=*/false);
}

std::shared_ptr<GroupCommitLog::Entry> GroupCommitLog::Enqueue(sudare::v1::AuditRecord record,
                                                               bool is_awaited) {
  record.clear_sequence();
  record.clear_time();
  record.clear_previous_hash();
  MakeTextValid(&record);
  auto entry = std::make_shared<Entry>();
  entry->event = record.SerializeAsString();
  const size_t bytes = entry->event.size();
  if (bytes > kMaxPayloadBytes - kLinkBytes) {
    entry->Complete(Entry::Result::kTooLarge);
    return entry;
  }
  std::lock_guard<std::mutex> lock(mutex_);
  if (queued_bytes_ + bytes > kQueueBytes) {
    entry->Complete(Entry::Result::kNotWritten);
    return entry;
  }
  entry->time = clock_();
  entry->is_queued = true;
  awaited_ += is_awaited;
  if (queue_.empty()) queued_since_ = SteadyClock::now();
  queued_bytes_ += bytes;
  queue_.push_back(entry);
  if (is_asleep_) wake_.notify_one();
  return entry;
}

void GroupCommitLog::WriteNow(const Entry& entry) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!entry.is_queued) return;
  if (!turn_is_taken_) return TakeTurn(lock, {});
  // The thread comes next.
  is_urgent_ = true;
}

void GroupCommitLog::WriteIfIdle(const Entry& entry) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!entry.is_queued || turn_is_taken_) return;
  if (is_crowded_ && SteadyClock::now() < turn_ended_ + kPause) return;
  TakeTurn(lock, {});
}

void GroupCommitLog::TakeTurn(std::unique_lock<std::mutex>& lock,
                              std::chrono::microseconds gather) {
  turn_is_taken_ = true;
  if (gather.count() > 0) wake_.wait_for(lock, gather, [this] { return stop_; });
  is_crowded_ = std::exchange(awaited_, 0) >= kCrowd;
  const Queue queue = std::exchange(queue_, {});
  queued_bytes_ = 0;
  is_urgent_ = false;
  for (const std::shared_ptr<Entry>& entry : queue) entry->is_queued = false;
  lock.unlock();
  Handle(queue);
  const DurableEnd end{head_, writer_->segment()};
  lock.lock();
  end_ = end;
  turn_is_taken_ = false;
  turn_ended_ = SteadyClock::now();
  if (is_urgent_ || stop_ || !first_.empty()) wake_.notify_one();
}

DurableEnd GroupCommitLog::End() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return end_;
}

bool GroupCommitLog::IsQuiet() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return queue_.empty() && !turn_is_taken_;
}

absl::Status GroupCommitLog::Health() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return trouble_.empty() ? absl::OkStatus() : absl::UnavailableError(trouble_);
}

void GroupCommitLog::SetHealth(const absl::Status& health) {
  health_ = health;
  is_told_ = !health.ok();
  std::lock_guard<std::mutex> lock(mutex_);
  trouble_ = std::string(health.message());
}

void GroupCommitLog::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    AwaitWork(lock);
    if (stop_ && queue_.empty()) return;
    TakeTurn(lock, is_crowded_ ? std::min(2 * sync_time_, kLongestGathering)
                               : std::chrono::microseconds());
  }
}

void GroupCommitLog::AwaitWork(std::unique_lock<std::mutex>& lock) {
  while (true) {
    if (turn_is_taken_) {
      wake_.wait_for(lock, kSoon, [this] { return !turn_is_taken_; });
      continue;
    }
    if (stop_ || is_urgent_) return;
    const auto now = SteadyClock::now();
    if (!health_.ok()) {
      if (now >= retry_at_) return;
      wake_.wait_until(lock, retry_at_);
      continue;
    }
    if (!first_.empty()) return;
    if (queue_.empty()) {
      is_asleep_ = true;
      wake_.wait(lock);
      is_asleep_ = false;
      continue;
    }
    if (now >= queued_since_ + kSoon) return;
    wake_.wait_until(lock, queued_since_ + kSoon);
  }
}

void GroupCommitLog::Handle(const Queue& queue) {
  if (!health_.ok() && SteadyClock::now() >= retry_at_) {
    // A full disk can be repaired, but not written: what is in first_ tells.
    health_ = writer_->Repair(head_);
    if (!health_.ok()) SetHealth(health_);
    retry_at_ = SteadyClock::now() + kRetry;
  }
  Queue all = first_;
  all.insert(all.end(), queue.begin(), queue.end());
  size_t done = 0;
  if (health_.ok()) {
    const absl::Status written = WriteAll(all, &done);
    if (done > 0) first_.clear();
    if (written.ok()) {
      if (is_told_) SetHealth(written);
      return;
    }
    retry_at_ = SteadyClock::now() + kRetry;
    SetHealth(written);
  }
  // What must come first stays for the next time.
  for (done = std::max(done, first_.size()); done < all.size(); ++done) {
    all[done]->Complete(Entry::Result::kNotWritten);
  }
  if (first_.empty()) RecordFirst("records could not be written for a time");
}

absl::Status GroupCommitLog::WriteAll(const Queue& queue, size_t* done) {
  while (*done < queue.size()) {
    ChainHead head = head_;
    std::string frames;
    const size_t end = Encode(queue, *done, &head, &frames);
    if (end == *done) {
      absl::Status rotated = writer_->Rotate(head_);
      if (!rotated.ok()) return rotated;
      continue;
    }
    const auto begin = SteadyClock::now();
    absl::Status written = writer_->Append(frames);
    sync_time_ = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begin);
    if (!written.ok()) return written;
    head_ = head;
    for (; *done < end; ++*done) queue[*done]->Complete(Entry::Result::kDurable);
  }
  return absl::OkStatus();
}

size_t GroupCommitLog::Encode(const Queue& queue, size_t begin, ChainHead* head,
                              std::string* frames) const {
  size_t next = begin;
  for (; next < queue.size(); ++next) {
    const Entry& entry = *queue[next];
    // Fields 1 to 3 in front of the serialized rest make the serialized whole.
    sudare::v1::AuditRecord link;
    link.set_sequence(head->sequence + 1);
    *link.mutable_time() = ToProto(entry.time);
    link.set_previous_hash(head->digest.data(), head->digest.size());
    const std::string link_bytes = link.SerializeAsString();
    const size_t bytes = FrameBytes(link_bytes.size() + entry.event.size());
    if (frames->size() + bytes > writer_->Room(bytes)) break;
    if (next > begin && frames->size() + bytes > kBatchBytes) break;
    const FrameKind kind = next == begin ? FrameKind::kBatchStart : FrameKind::kRecord;
    head->digest = AppendFrame(kind, link_bytes, entry.event, frames);
    ++head->sequence;
  }
  return next;
}

}  // namespace sudare::audit
