// MadeWindows: maintenance windows of made-up work in an audit log, recorded as the proxy records
// them.
//
//   MadeLog log;
//   MadeWindows windows(&log);
//   windows.At("2026-11-04 18:00");
//   const std::string id = windows.Request({"2026-11-04 19:00", "2026-11-04 21:00"});
//   windows.Change(id, WindowEvent::APPROVED, "head");
//   log.Close();
#ifndef SUDARE_TESTS_PROXY_LEDGER_MADE_WINDOWS_H_
#define SUDARE_TESTS_PROXY_LEDGER_MADE_WINDOWS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "proto/audit.pb.h"
#include "proto/window.pb.h"
#include "tests/proxy/report/made_log.h"

namespace sudare::testing {

struct MadeRequest {
  // "2026-11-04 19:00", in Japan.
  std::string from;
  std::string to;
  std::string purpose = "住民税の差額の調査";
  std::string ticket = "2026-118";
  std::string telephone = "解決せず";
  // Accounts and names.
  std::vector<std::pair<std::string, std::string>> persons = {{"payroll-vendor-01", "山田 太郎"}};
  std::string staff = "personnel-clerk-01";
};

// Thread-safety: one thread at a time. Lifetime: the log outlives it.
class MadeWindows {
 public:
  explicit MadeWindows(MadeLog* log) : log_(*log) {}

  // The next records have this time.
  MadeWindows& At(const std::string& time);
  // Its number.
  std::string Request(const MadeRequest& request);
  // `staff`: empty where it happened by itself.
  MadeWindows& Change(const std::string& id, sudare::v1::WindowEvent::Kind kind,
                      const std::string& staff = "", const std::string& remark = "");
  // The record before it alone, as a crash leaves it.
  MadeWindows& Begin(const std::string& id, sudare::v1::WindowEvent::Kind kind,
                     const std::string& staff);
  MadeWindows& RefuseChange(const std::string& id, sudare::v1::WindowEvent::Kind kind,
                            const std::string& account, const std::string& staff,
                            const std::string& reason);

  // In this window. What they read is made up by the tables in them.
  MadeWindows& Query(const std::string& id, const std::string& account, const std::string& sql,
                     uint64_t rows, const std::string& status = "OK");
  MadeWindows& Refusal(const std::string& id, const std::string& account, const std::string& reason,
                       const std::string& sql);
  // Of a token that is the window's own.
  MadeWindows& Command(const std::string& id, sudare::v1::WindowCommand::Event event, int exit_code,
                       const std::string& output);
  MadeWindows& Detokenization(const std::string& id, const std::string& staff,
                              const std::string& purpose);

  // As it is after its last change.
  const sudare::v1::Window& window(const std::string& id) const { return windows_.at(id); }

  // Numbers are given from the first on again, as with a new state.
  void ForgetNumbers() { next_ = 1; }

 private:
  sudare::v1::Window After(const std::string& id, sudare::v1::WindowEvent::Kind kind,
                           const std::string& staff, const std::string& remark);
  void AppendIntent(const sudare::v1::Window& after, sudare::v1::WindowEvent::Kind kind,
                    const std::string& staff);
  void Append(sudare::v1::AuditRecord record);

  MadeLog& log_;
  absl::Time time_;
  int next_ = 1;
  int calls_ = 0;
  std::map<std::string, sudare::v1::Window> windows_;
};

// November 2026: windows of every fate, with all that a row can say. W00002 to W00010; W00001 is of
// October, W00011 of December.
void WriteNovember(MadeLog* log);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_LEDGER_MADE_WINDOWS_H_
