// LineProgram: a program as a city has it to switch its line: notes what it is asked, and fails or
// takes long when told to. Notes what it did in a file, so that it survives whoever runs it.
#ifndef SUDARE_TESTS_PROXY_WINDOWS_LINE_PROGRAM_H_
#define SUDARE_TESTS_PROXY_WINDOWS_LINE_PROGRAM_H_

#include <string>
#include <vector>

#include "proto/config.pb.h"

namespace sudare::testing {

// Thread-safety: share freely. Events are those of SUDARE_EVENT: open, close, ends_soon…
class LineProgram {
 public:
  LineProgram();
  ~LineProgram();
  LineProgram(const LineProgram&) = delete;
  LineProgram& operator=(const LineProgram&) = delete;

  // From now on it ends with exit code 3, after `回線断 no carrier`, or works again.
  void Fail(const std::string& event) const;
  void Heal(const std::string& event) const;
  // It takes so long, as sleep(1) reads it.
  void Delay(const std::string& event, const std::string& seconds) const;

  // "begin open W00001", "end open W00001", …, in order; none is lost or split.
  std::vector<std::string> Log() const;
  // How many lines are this one.
  int Count(const std::string& line) const;
  // The environment of the last run for this event.
  std::string Environment(const std::string& event) const;

  // All its events for a role.
  sudare::v1::WindowCommands Commands(const std::string& role, int timeout_seconds = 10) const;
  const std::string& path() const { return path_; }

 private:
  std::string folder_;
  std::string path_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_WINDOWS_LINE_PROGRAM_H_
