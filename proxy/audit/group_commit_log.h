// GroupCommitLog: the AuditLog on segments. Whoever has the turn takes whatever is queued, writes
// it at once and syncs once, so that many callers share the price of a sync. The turn is taken by a
// caller that waits while nobody has it, which spares it two changes of threads; or by a thread,
// for callers that came while it was taken, and for records that nobody waits for. Where many wait
// at once, the thread gathers them for about the time of a sync: fewer syncs leave the processor to
// the queries. A caller that has other work meanwhile (Ticket::Start) takes the turn only while few
// are about, or if nothing was written for a moment: its record comes with the next ones.
//
// When a write fails, all that is queued fails, nothing of it stays in the log, and every 100 ms it
// is tried whether the disk takes bytes again.
#ifndef SUDARE_PROXY_AUDIT_GROUP_COMMIT_LOG_H_
#define SUDARE_PROXY_AUDIT_GROUP_COMMIT_LOG_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "proto/audit.pb.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/files.h"
#include "proxy/audit/segment_writer.h"

namespace sudare::audit {

// The log's last durable record, and the segment it is in (or the next one, if it was just begun).
struct DurableEnd {
  ChainHead head;
  uint64_t segment = 0;
};

// Thread-safety: as AuditLog's. The destructor writes what is queued; nobody may append any more.
class GroupCommitLog : public AuditLog {
 public:
  struct Parts {
    std::unique_ptr<WriterLock> lock;
    std::unique_ptr<SegmentWriter> writer;
    ChainHead head;
    // Recovery::torn; becomes the first record if not empty.
    std::string torn;
    std::function<absl::Time()> clock;
  };

  static std::unique_ptr<GroupCommitLog> Start(Parts parts);
  ~GroupCommitLog() override;

  std::unique_ptr<Ticket> Append(sudare::v1::AuditRecord record) override;
  void AppendSoon(sudare::v1::AuditRecord record) override;
  absl::Status Health() const override;

  DurableEnd End() const;
  // Whether all that was appended has been written or has failed.
  bool IsQuiet() const;

 private:
  struct Entry;
  class EntryTicket;
  using Queue = std::vector<std::shared_ptr<Entry>>;

  explicit GroupCommitLog(Parts parts);

  std::shared_ptr<Entry> Enqueue(sudare::v1::AuditRecord record, bool is_awaited);
  // Has `entry` written: on this thread if nobody has the turn.
  void WriteNow(const Entry& entry);
  // Writes `entry` if nobody has the turn, and few others are about or the last turn was a while
  // ago.
  void WriteIfIdle(const Entry& entry);
  void Run();
  // Until there is something to write now and nobody has the turn, or the thread shall stop.
  void AwaitWork(std::unique_lock<std::mutex>& lock);
  // Takes the turn, and what is queued after a time to gather; `lock` is free meanwhile.
  void TakeTurn(std::unique_lock<std::mutex>& lock, std::chrono::microseconds gather);
  // Completes every entry of `queue`.
  void Handle(const Queue& queue);
  // Writes `queue` in as few pieces as fit, and completes what became durable; `done` counts it.
  absl::Status WriteAll(const Queue& queue, size_t* done);
  // Encodes entries from `begin` on while they fit into one write; returns where it stopped.
  size_t Encode(const Queue& queue, size_t begin, ChainHead* head, std::string* frames) const;
  void SetHealth(const absl::Status& health);
  void RecordFirst(const std::string& what);

  const std::unique_ptr<WriterLock> lock_;
  const std::function<absl::Time()> clock_;
  // Touched only by whoever has the turn.
  std::unique_ptr<SegmentWriter> writer_;
  ChainHead head_;
  // Waits in front of every queue until it is written: the record about Parts::torn, or about a
  // time without records. Written by itself, it finds out when the log takes records again.
  Queue first_;
  absl::Status health_;
  // Health() tells of trouble: until a record has been written.
  bool is_told_ = false;
  std::chrono::steady_clock::time_point retry_at_;
  // How long the last sync took.
  std::chrono::microseconds sync_time_{};

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  // Guarded by mutex_.
  DurableEnd end_;
  Queue queue_;
  size_t queued_bytes_ = 0;
  std::chrono::steady_clock::time_point queued_since_;
  bool turn_is_taken_ = false;
  // Records in queue_ that somebody waits for, or will.
  int awaited_ = 0;
  // When the last turn ended.
  std::chrono::steady_clock::time_point turn_ended_;
  // There were many of them the last time.
  bool is_crowded_ = false;
  // Somebody waits for what is queued, and nobody else will write it.
  bool is_urgent_ = false;
  // The thread waits without end, even for records that nobody waits for.
  bool is_asleep_ = false;
  // Why the log can't be written; empty: it can. Text, since a Status must not be shared with what
  // isn't under mutex_.
  std::string trouble_;
  bool stop_ = false;

  std::thread thread_;
};

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_GROUP_COMMIT_LOG_H_
