// An application that hands on a list of employees as an account may see it:
//   export POLICY KEYRING PASSPHRASE_FILE ACCOUNT < employees.csv > masked.csv
#include <fstream>
#include <iostream>
#include <string>

#include "sudare/masker.h"

namespace {

// The application's own log: nothing gets there unscrubbed.
void Log(const std::string& text) { std::cerr << sudare::app::ScrubForLog(text) << "\n"; }

int Fail(const std::string& why) {
  Log("export failed: " + why);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: export POLICY KEYRING PASSPHRASE_FILE ACCOUNT < employees.csv\n";
    return 2;
  }
  sudare::app::Options options;
  options.policy = argv[1];
  options.keyring = argv[2];
  std::ifstream passphrase(argv[3]);
  std::getline(passphrase, options.passphrase);
  options.account = argv[4];
  const auto masker = sudare::app::Masker::Open(options);
  if (!masker) return Fail(masker.error());

  // One value, as in a message on a screen.
  const auto name = (*masker)->FindColumn("payroll.employees.full_name");
  if (!name) return Fail(name.error());
  Log("export for " + (*name)->Mask("山田 太郎").value_or("nobody") +
      ", asked for by 090-1234-5678");

  // A file.
  sudare::app::FileOptions file;
  file.table = "payroll.employees";
  file.types = {{"birth_date", "date"}};
  const auto done = (*masker)->MaskCsv(std::cin, std::cout, file);
  if (!done) return Fail(done.error());
  Log(std::to_string((*done).records) + " records, " + std::to_string((*done).left_out) +
      " columns left out");
  return 0;
}
