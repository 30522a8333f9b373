#include "tests/proxy/windows/line_program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace sudare::testing {
namespace {

// Short lines appended by one write(2) each: none is split by another.
constexpr char kScript[] = R"sh(#!/bin/sh
cd {folder}
env > "env.$SUDARE_EVENT.$$"
mv "env.$SUDARE_EVENT.$$" "env.$SUDARE_EVENT"
echo "begin $SUDARE_EVENT $SUDARE_WINDOW" >> log
if [ -e "delay.$SUDARE_EVENT" ]; then sleep "$(cat "delay.$SUDARE_EVENT")"; fi
echo "end $SUDARE_EVENT $SUDARE_WINDOW" >> log
if [ -e "fail.$SUDARE_EVENT" ]; then
  echo "dialling $1"
  echo "回線断 no carrier" >&2
  exit 3
fi
)sh";

std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

LineProgram::LineProgram() {
  char folder[] = "/tmp/sudare-line-XXXXXX";
  folder_ = mkdtemp(folder);
  path_ = folder_ + "/line";
  std::ofstream(path_) << absl::StrReplaceAll(kScript, {{"{folder}", folder_}});
  chmod(path_.c_str(), 0755);
}

LineProgram::~LineProgram() {
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

void LineProgram::Fail(const std::string& event) const {
  std::ofstream(absl::StrCat(folder_, "/fail.", event)) << "x";
}

void LineProgram::Heal(const std::string& event) const {
  for (const char* const what : {"/fail.", "/delay."}) {
    std::filesystem::remove(absl::StrCat(folder_, what, event));
  }
}

void LineProgram::Delay(const std::string& event, const std::string& seconds) const {
  std::ofstream(absl::StrCat(folder_, "/delay.", event)) << seconds;
}

std::vector<std::string> LineProgram::Log() const {
  return absl::StrSplit(ReadAll(folder_ + "/log"), '\n', absl::SkipEmpty());
}

int LineProgram::Count(const std::string& line) const {
  const std::vector<std::string> log = Log();
  return static_cast<int>(std::count(log.begin(), log.end(), line));
}

std::string LineProgram::Environment(const std::string& event) const {
  return ReadAll(absl::StrCat(folder_, "/env.", event));
}

sudare::v1::WindowCommands LineProgram::Commands(const std::string& role,
                                                 int timeout_seconds) const {
  sudare::v1::WindowCommands commands;
  commands.set_role(role);
  for (sudare::v1::Command* const command :
       {commands.mutable_at_open(), commands.mutable_at_close(), commands.mutable_alarm()}) {
    command->add_command(path_);
    command->add_command("an argument");
    command->mutable_timeout()->set_seconds(timeout_seconds);
  }
  return commands;
}

}  // namespace sudare::testing
