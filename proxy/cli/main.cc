#include <locale.h>
#include <malloc.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "proxy/cli/sudare.h"

int main(int argc, char** argv) {
  // Line editing needs to know how wide characters are, whatever the locale of the session.
  if (setlocale(LC_CTYPE, "C.UTF-8") == nullptr) setlocale(LC_CTYPE, "");
  std::ios::sync_with_stdio(false);
  // Long answers grow and shrink the heap by some megabytes again and again: given back to the
  // system each time, that memory took a client half as long again (tests/benchmark, stream_1m).
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  const bool is_terminal = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
  sudare::Console console{std::cin, std::cout, std::cerr, is_terminal};
  const int code = sudare::RunSudare(std::vector<std::string>(argv + 1, argv + argc), console);
  std::cout.flush();
  // An output that could not be written is no success.
  return code == 0 && !std::cout ? sudare::kRefused : code;
}
