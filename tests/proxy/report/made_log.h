// MadeLog: an audit log of made-up work, written through the real writer at chosen times.
//
//   MadeLog log;
//   log.At("2026-10-05 09:30").Query("vendor", "SELECT 1", 1);
//   log.Close();
#ifndef SUDARE_TESTS_PROXY_REPORT_MADE_LOG_H_
#define SUDARE_TESTS_PROXY_REPORT_MADE_LOG_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "proto/audit.pb.h"
#include "proto/window.pb.h"
#include "proxy/audit/audit_log.h"
#include "tests/proxy/audit/log_folder.h"

namespace sudare::testing {

// Of a statement; the same in each run.
std::string MadeFingerprint(const std::string& sql);
// "2026-10-05 09:30", in Japan. Aborts at anything else.
absl::Time MadeTime(const std::string& text);

// Thread-safety: one thread at a time. Aborts where the log can't be written.
class MadeLog {
 public:
  MadeLog();

  const std::string& folder() const { return folder_.path(); }
  const LogFolder& files() const { return folder_; }

  // "2026-10-05 09:30", in Japan; the next records have this time, each a second after the one
  // before.
  MadeLog& At(const std::string& time);

  // An intent and its outcome.
  MadeLog& Query(const std::string& account, const std::string& sql, uint64_t rows,
                 const std::string& status = "OK");
  // The intent alone.
  MadeLog& Intent(const std::string& account, const std::string& sql, const std::string& id);
  MadeLog& Outcome(const std::string& id, uint64_t rows, const std::string& status = "OK");
  MadeLog& Refusal(const std::string& account, const std::string& status, const std::string& reason,
                   const std::string& sql = "");
  MadeLog& Login(const std::string& account, bool accepted);
  // By a member of staff.
  MadeLog& Detokenization(const std::string& staff, const std::string& purpose,
                          const std::string& status = "OK", const std::string& reason = "");
  MadeLog& Server(sudare::v1::ServerEvent::Kind kind, const std::string& policy_hash = "",
                  const std::string& cause = "", const std::string& staff = "");
  MadeLog& SignOff(const std::string& staff, const std::string& month, const std::string& digest,
                   const std::string& remarks = "");
  // What was about to be done, with the window as it is to be, and how it ended.
  MadeLog& Change(sudare::v1::WindowEvent::Kind kind, const std::string& staff,
                  const sudare::v1::Window& after, const std::string& status = "OK",
                  const std::string& reason = "");
  // A refusal, before which nothing was about to be done.
  MadeLog& RefusedChange(sudare::v1::WindowEvent::Kind kind, const std::string& staff,
                         const std::string& window, const std::string& status,
                         const std::string& reason);
  // A program that was run for a window.
  MadeLog& Command(const std::string& window, sudare::v1::WindowCommand::Event event,
                   int exit_code);
  // A query in a window that shows people's data.
  MadeLog& QueryOfPersons(const std::string& account, const std::string& window, uint64_t persons,
                          uint64_t new_persons);
  MadeLog& Append(sudare::v1::AuditRecord record);

  // All that was appended is on disk then; more may follow.
  void Close();

 private:
  LogFolder folder_;
  std::unique_ptr<AuditLog> log_;
  absl::Time time_;
  int ids_ = 0;
};

// A window in which `accounts` are to connect; each belongs to the organization that its name
// begins with, as in the queries above.
sudare::v1::Window MadeWindow(const std::string& id, const std::vector<std::string>& accounts);
// The same after one more event.
sudare::v1::Window WithEvent(sudare::v1::Window window, sudare::v1::WindowEvent::Kind kind,
                             const std::string& staff, const std::string& remark = "");

// A quarter of a city's payroll maintenance with something of everything in October 2026. The
// times, names and figures are fixed.
void WriteBusyQuarter(MadeLog* log);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_REPORT_MADE_LOG_H_
