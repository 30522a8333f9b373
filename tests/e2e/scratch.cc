#include <iostream>
#include "absl/time/clock.h"
#include "tests/e2e/office.h"
int main(int argc, char** argv) {
  sudare::testing::OfficeOptions options;
  if (argc > 1) options.more_config = argv[1];
  auto office = sudare::testing::Office::Open(options);
  if (!office.ok()) { std::cerr << office.status(); return 1; }
  std::cout << (*office)->proxy().command() << " " << (*office)->proxy().plain_port() << " " << (*office)->proxy().folder() << " " << (*office)->proxy().pid() << std::endl;
  absl::SleepFor(absl::Minutes(20));
}
