// Server: the whole proxy, put together from a configuration. The only file that names all concrete
// classes.
#ifndef SUDARE_PROXY_SERVER_H_
#define SUDARE_PROXY_SERVER_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proto/config.pb.h"
#include "proxy/admission/admission.h"
#include "proxy/admission/staff_quota.h"
#include "proxy/audit/audit_log.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/refreshing_catalog.h"
#include "proxy/identity/authenticator.h"
#include "proxy/ledger/closing_writer.h"
#include "proxy/ledger/ledger_desk.h"
#include "proxy/metrics/metrics.h"
#include "proxy/policies/policy_desk.h"
#include "proxy/policies/policy_keeper.h"
#include "proxy/query/pipeline.h"
#include "proxy/report/audit_desk.h"
#include "proxy/report/log_readers.h"
#include "proxy/report/review_calendar.h"
#include "proxy/rpc/door.h"
#include "proxy/server_audit.h"
#include "proxy/state/state_store.h"
#include "proxy/token/token_desk.h"
#include "proxy/windows/window_changes.h"
#include "proxy/windows/window_desk.h"
#include "proxy/windows/window_keeper.h"

namespace sudare {

// Logs one line for each event of its life (spdlog's default logger); no row value and no SQL text.
//
// Thread-safety: one thread at a time.
class Server {
 public:
  // Starts everything, the doors last. `config` comes from LoadConfig. The database may be away:
  // its first answer is waited for in the background. kInvalidArgument: the policy, the keyring or
  // a certificate can't be used. kFailedPrecondition: an address or the audit log is taken.
  // kDataLoss: the audit log was altered.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const sudare::v1::Config& config);
  ~Server();

  // Reads the policy again. A bad one leaves the old one in force and says so in the log and in the
  // audit log.
  void ReloadPolicy();

  // Does so if its files have changed and the configuration wants it. Call it about every second.
  void WatchPolicy();

  // Tells health checks whether queries can be answered: the audit log takes records, and the
  // catalog has been read. And whether its checkpoints get to their anchors.
  void UpdateHealth();

  // Takes no new calls, gives running ones `grace`, cancels the rest, and ends.
  void Shutdown(absl::Duration grace);

  // Where the doors listen, with the ports that the system picked.
  std::vector<std::string> addresses() const;

 private:
  explicit Server(const sudare::v1::Config& config);

  absl::Status LoadFirstPolicy();
  absl::Status LoadKeyring();
  void StartDatabase();
  absl::Status OpenState();
  absl::StatusOr<std::vector<TokenWindow>> TokenWindows() const;
  void MakeParts();
  void WriteClosingReports();
  absl::Status ServeMetrics();
  absl::Status OpenDoors();
  // Reads the whole log once, beside everything else, for the months that are signed off.
  void ReadReviews();
  // Says so in the log when a month is overdue.
  void WatchReviews();
  std::string AuditDamage() const;
  void LogDatabase();
  void Audit(sudare::v1::ServerEvent::Kind kind, const std::string& detail);

  const sudare::v1::Config config_;
  std::shared_ptr<const Keyring> keyring_;
  std::unique_ptr<AuditLog> audit_;
  std::unique_ptr<PolicyKeeper> policy_;
  std::unique_ptr<Backend> backend_;
  std::unique_ptr<RefreshingCatalog> catalog_;
  std::unique_ptr<StateStore> state_;
  std::unique_ptr<windows::WindowChanges> window_changes_;
  std::unique_ptr<windows::WindowKeeper> window_keeper_;
  std::unique_ptr<WindowDesk> window_desk_;
  std::unique_ptr<Admission> admission_;
  std::unique_ptr<Authenticator> authenticator_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<StaffQuota> staff_quota_;
  std::unique_ptr<TokenDesk> token_desk_;
  std::unique_ptr<PolicyDesk> policy_desk_;
  std::unique_ptr<report::ReviewCalendar> reviews_;
  std::unique_ptr<LogReaders> log_readers_;
  std::unique_ptr<AuditDesk> audit_desk_;
  std::unique_ptr<LedgerDesk> ledger_desk_;
  std::vector<std::unique_ptr<Door>> doors_;
  // Ends before what it reads; its readings are taken by other threads.
  std::unique_ptr<Metrics> metrics_;
  std::atomic<bool> serving_{false};
  std::atomic<int> connections_{0};
  std::thread review_reader_;
  std::atomic<bool> reviews_known_{false};
  mutable std::mutex damage_mutex_;
  // Guarded by damage_mutex_.
  std::string audit_damage_;
  // What was said last.
  std::vector<std::string> overdue_;
  bool database_logged_ = false;
  CheckpointWatch checkpoint_watch_;
  // Null: no closing reports are written. Ends before the state it looks at.
  std::unique_ptr<ClosingWriter> closing_writer_;
};

// Runs a server in this process until SIGTERM or SIGINT; SIGHUP reloads the policy. Call before
// other threads exist.
absl::Status RunServer(const sudare::v1::Config& config);

}  // namespace sudare

#endif  // SUDARE_PROXY_SERVER_H_
