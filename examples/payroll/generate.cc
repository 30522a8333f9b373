// Writes a made-up city payroll as files for PostgreSQL's COPY. See README.md.
//
//   generate --employees 1000 --months 24 --seed 1 --out DIR

#include "examples/payroll/generator/generate.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "absl/status/status.h"

int main(int argc, char** argv) {
  sudare::example::Plan plan;
  std::string folder;
  CLI::App app("Writes a made-up city payroll as files for PostgreSQL's COPY.");
  app.add_option("--employees", plan.employees, "people, 200 to 200000")->capture_default_str();
  app.add_option("--months", plan.months, "pay months from April 2022, 24 to 60")
      ->capture_default_str();
  app.add_option("--seed", plan.seed, "same seed, same bytes")->capture_default_str();
  app.add_option("--out", folder, "folder to write to; made if missing")->required();
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = sudare::example::Generate(plan, folder);
  if (!status.ok()) {
    std::cerr << "generate: " << status.message() << "\n";
    return 1;
  }
  std::cout << "wrote " << plan.employees << " employees x " << plan.months << " months to "
            << folder << "\n";
  return 0;
}
