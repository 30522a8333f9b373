// ClosingSteps: what happened around one maintenance window, in order of time.
#ifndef SUDARE_PROXY_LEDGER_CLOSING_STEPS_H_
#define SUDARE_PROXY_LEDGER_CLOSING_STEPS_H_

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "proto/audit.pb.h"
#include "proto/audit_report.pb.h"
#include "proto/ledger.pb.h"

namespace sudare::ledger {

// Memory: kMostSteps. Thread-safety: one thread at a time. Lifetime: the row outlives it.
class ClosingSteps {
 public:
  static constexpr size_t kMostSteps = 300;

  explicit ClosingSteps(const sudare::v1::LedgerRow& row);

  // Records in order of the log; queries as they end.
  void Add(const sudare::v1::AuditRecord& record);
  void AddQuery(const sudare::v1::AuditEntry& entry);
  // Sets `steps` and `not_told`.
  void Fill(sudare::v1::ClosingReport* report);

 private:
  using Step = sudare::v1::ClosingReport::Step;

  void AddChange(const sudare::v1::AuditRecord& record);
  void AddCommand(const sudare::v1::AuditRecord& record);
  void AddLogin(const sudare::v1::AuditRecord& record);
  void AddServer(const sudare::v1::AuditRecord& record);
  // Null: no room.
  Step* AddStep(Step::Kind kind, const google::protobuf::Timestamp& time, uint64_t sequence);
  // The window's own events, with their records.
  void AddEvents();
  void AddQueryEnds();
  bool IsConnectedAt(absl::Time time) const { return opened_ <= time && time <= ended_; }

  const sudare::v1::LedgerRow& row_;
  absl::Time requested_;
  // While it was connected; never: opened_ is after ended_.
  absl::Time opened_ = absl::InfiniteFuture();
  absl::Time ended_ = absl::InfinitePast();
  std::set<std::string> accounts_;
  std::set<std::string> logged_in_;
  // Kind and sequence of the records by which it changed.
  std::vector<std::pair<sudare::v1::WindowEvent::Kind, uint64_t>> changes_;
  std::vector<Step> steps_;
  uint64_t not_told_ = 0;
};

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_CLOSING_STEPS_H_
