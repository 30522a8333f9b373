// Shell: the conversation of `sudare shell`, statements and backslash commands in, answers out.
#ifndef SUDARE_PROXY_CLI_SHELL_H_
#define SUDARE_PROXY_CLI_SHELL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "proxy/cli/connection.h"
#include "proxy/cli/console.h"
#include "proxy/cli/line_source.h"
#include "proxy/cli/result_writer.h"
#include "proxy/cli/statement_buffer.h"

namespace sudare {

// Thread-safety: one thread at a time. Lifetime: borrows everything it is made from.
class Shell {
 public:
  Shell(const Connection& connection, LineSource& lines, Console& console)
      : connection_(connection), lines_(lines), console_(console) {}

  // Until `\q` or the end of the input. Returns the exit code: on a terminal 0, otherwise that of
  // the last failure.
  int Run();

 private:
  // Whether the conversation goes on.
  bool RunCommand(absl::string_view line);
  void RunStatement(const std::string& sql);
  void Explain(const std::string& sql);
  void SetFormat(const std::string& format);
  void Report(const absl::Status& status, const std::string& sql);
  std::string PromptText() const;

  const Connection& connection_;
  LineSource& lines_;
  Console& console_;
  StatementBuffer buffer_;
  std::string format_ = "table";
  bool timing_ = false;
  int last_failure_ = kDone;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_SHELL_H_
