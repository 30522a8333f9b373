// Dataset: the folder a generated database is written to, and what is counted on the way.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_DATASET_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_DATASET_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "examples/payroll/generator/copy_file.h"

namespace sudare::example {

// What to make.
struct Plan {
  // People beside the few special posts. 200 to 200,000.
  int employees = 1000;
  // Pay months from April 2022. 24 to 60: the planted errors lie in the first 24.
  int months = 24;
  uint64_t seed = 1;

  absl::CivilMonth FirstMonth() const { return absl::CivilMonth(2022, 4); }
  absl::CivilMonth Month(int i) const { return FirstMonth() + i; }
  absl::CivilMonth LastMonth() const { return FirstMonth() + (months - 1); }
  int Days() const {
    return static_cast<int>(absl::CivilDay(LastMonth() + 1) - absl::CivilDay(FirstMonth()));
  }
};

// Every table of the database in an order in which foreign keys hold.
const std::vector<std::string>& TableNames();

// Memory stays flat: rows are written as they come.
//
// Thread-safety: one thread at a time.
class Dataset {
 public:
  // Makes `folder` and the files of all tables in it.
  static absl::StatusOr<std::unique_ptr<Dataset>> Create(const Plan& plan,
                                                         const std::string& folder);

  const Plan& plan() const { return plan_; }

  // REQUIRES: one of TableNames().
  CopyFile& Table(absl::string_view name);

  // A value that identifies somebody and must not reach a vendor. `kind` is the stem of a file in
  // truth/.
  void Identity(absl::string_view kind, absl::string_view value);

  // An employee whom scenario `id` must find, or must not.
  void Planted(absl::string_view id, absl::string_view employee_no);
  void Decoy(absl::string_view id, absl::string_view employee_no, absl::string_view why);

  // What is known of one person, by name of the value: the victim of the attacks.
  void Victim(absl::string_view name, absl::string_view value);

  // Numbers for keys that count through the whole data set.
  int64_t NextId(absl::string_view sequence) { return ++sequences_[sequence]; }

  // Lines written into the export of a day, counted from 0 for the first day.
  struct Export {
    int lines = 0;
  };
  std::vector<Export> exports;

  // Records and yen in the transfer files of a run.
  struct TransferFile {
    int records = 0;
    int64_t yen = 0;
  };
  struct Transfers {
    TransferFile first;
    TransferFile second;
  };
  std::vector<Transfers> transfers;  // by run_id

  // Writes load.sql and closes everything.
  absl::Status Finish();

 private:
  Dataset(const Plan& plan, const std::string& folder);

  CopyFile& Truth(absl::string_view name);
  absl::Status WriteLoadScript() const;

  const Plan plan_;
  const std::string folder_;
  absl::flat_hash_map<std::string, std::unique_ptr<CopyFile>> tables_;
  absl::flat_hash_map<std::string, std::unique_ptr<CopyFile>> truth_;
  absl::flat_hash_map<std::string, int64_t> sequences_;
};

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_DATASET_H_
