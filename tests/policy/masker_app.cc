// An application as small as can be that links the policy library and nothing else of Sudare. Masks
// a value a line:
//   masker_app POLICY ACCOUNT SCHEMA.TABLE.COLUMN < values
#include <iostream>
#include <string>

#include "absl/time/clock.h"
#include "policy/keyring.h"
#include "policy/loader.h"
#include "policy/masker.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: masker_app POLICY ACCOUNT SCHEMA.TABLE.COLUMN < values\n";
    return 2;
  }
  const sudare::LoadResult loaded = sudare::LoadPolicy(argv[1]);
  for (const sudare::Issue& issue : loaded.issues) std::cerr << issue.ToString() << "\n";
  auto keyring = sudare::Keyring::FromKey(1, std::string(32, 'k'));
  if (loaded.policy == nullptr || !keyring.ok()) return 1;
  const auto masker = sudare::Masker::Create(loaded.policy, *keyring, argv[2], absl::Now());
  if (!masker.ok()) {
    std::cerr << masker.status().message() << "\n";
    return 1;
  }
  const auto column = (*masker)->Column(argv[3], {sudare::SqlType::kText});
  if (!column.ok()) {
    std::cerr << column.status().message() << "\n";
    return 1;
  }
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << (*column)->Mask(line).value_or("NULL") << "\n";
  }
  return 0;
}
