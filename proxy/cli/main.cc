#include <locale.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "proxy/cli/sudare.h"

int main(int argc, char** argv) {
  // Line editing needs to know how wide characters are, whatever the locale of the session.
  if (setlocale(LC_CTYPE, "C.UTF-8") == nullptr) setlocale(LC_CTYPE, "");
  std::ios::sync_with_stdio(false);
  const bool is_terminal = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
  sudare::Console console{std::cin, std::cout, std::cerr, is_terminal};
  const int code = sudare::RunSudare(std::vector<std::string>(argv + 1, argv + argc), console);
  std::cout.flush();
  // An output that could not be written is no success.
  return code == 0 && !std::cout ? sudare::kRefused : code;
}
