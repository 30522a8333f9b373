#include <unistd.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "policy/loader.h"
#include "proxy/cli/commands.h"
#include "proxy/cli/interrupt.h"
#include "proxy/prove/pack.h"
#include "proxy/prove/proof.h"
#include "proxy/prove/report.h"

namespace sudare {
namespace {

// Between lines where there is no terminal.
constexpr absl::Duration kLineEvery = absl::Seconds(5);
constexpr absl::Duration kBarEvery = absl::Milliseconds(100);

struct ProveFlags {
  prove::ProofOptions proof;
  std::string policy;
  std::string pack;
  std::string database;
  std::string format = "text";
  bool strict_order = false;
};

// On a terminal one line that changes; else a line now and then.
class ProgressLine {
 public:
  explicit ProgressLine(std::ostream& err) : err_(err), is_terminal_(isatty(STDERR_FILENO) != 0) {}
  ~ProgressLine() {
    if (is_terminal_ && has_shown_) err_ << "\r\033[K" << std::flush;
  }

  void Show(const prove::ProofProgress& progress) {
    const absl::Time now = absl::Now();
    const bool is_new = progress.account != last_account_;
    if (!is_new && now - last_ < (is_terminal_ ? kBarEvery : kLineEvery)) return;
    last_ = now;
    last_account_ = progress.account;
    has_shown_ = true;
    std::string text = progress.account;
    if (progress.of > 0) {
      absl::StrAppend(&text, ": ", progress.queries, " of ", progress.of, " queries, ",
                      progress.differences, " differences, ", progress.leaks, " leaks");
    }
    if (is_terminal_) {
      err_ << "\r\033[K" << Bar(progress) << text << std::flush;
    } else {
      err_ << text << "\n" << std::flush;
    }
  }

 private:
  static std::string Bar(const prove::ProofProgress& progress) {
    if (progress.of == 0) return "";
    constexpr size_t kWidth = 24;
    const size_t done = kWidth * progress.queries / progress.of;
    return absl::StrCat("[", std::string(done, '#'), std::string(kWidth - done, '.'), "] ");
  }

  std::ostream& err_;
  const bool is_terminal_;
  absl::Time last_ = absl::InfinitePast();
  std::string last_account_;
  bool has_shown_ = false;
};

int Fail(const absl::Status& status, Console& console) {
  console.err << status.message() << "\n";
  return kUsage;
}

// The account's for whom the pack was written: those named, else the first.
std::vector<std::string> PackAccounts(const ProveFlags& flags) {
  if (!flags.proof.accounts.empty()) return flags.proof.accounts;
  const auto& accounts = flags.proof.policy->accounts();
  return accounts.empty() ? std::vector<std::string>() : std::vector{accounts[0].name};
}

absl::Status Score(const ProveFlags& flags, const prove::Pack& pack, prove::Verdict* verdict) {
  for (const std::string& account : PackAccounts(flags)) {
    prove::PackOptions options;
    options.policy = flags.proof.policy;
    options.database = flags.database;
    options.account = account;
    absl::StatusOr<prove::PackScore> score = prove::ScorePackOver(pack, options);
    if (!score.ok()) return score.status();
    verdict->scores.push_back(*std::move(score));
  }
  return absl::OkStatus();
}

int Conclude(const ProveFlags& flags, const prove::Verdict& verdict, Console& console) {
  const std::string json = prove::JsonReport(verdict);
  if (!flags.proof.keep_folder.empty()) {
    std::ofstream(flags.proof.keep_folder + "/report.json") << json;
  }
  console.out << (flags.format == "json" ? json : prove::TextReport(verdict)) << std::flush;
  if (verdict.proof != nullptr && verdict.proof->was_cancelled) return kInterrupted;
  return verdict.IsProved() ? kDone : kRefused;
}

int RunProve(ProveFlags flags, Console& console) {
  const LoadResult loaded = LoadPolicy(flags.policy);
  if (loaded.policy == nullptr) {
    for (const Issue& issue : loaded.issues) console.err << issue.ToString() << "\n";
    return kUsage;
  }
  flags.proof.policy = loaded.policy;
  prove::Verdict verdict;
  verdict.strict_order = flags.strict_order;
  if (!flags.pack.empty()) {
    const absl::StatusOr<prove::Pack> pack = prove::ReadPack(flags.pack);
    if (!pack.ok()) return Fail(pack.status(), console);
    flags.proof.more_queries = pack->AsQueries();
    if (!flags.database.empty()) {
      const absl::Status scored = Score(flags, *pack, &verdict);
      if (!scored.ok()) return Fail(scored, console);
    }
  }
  if (flags.proof.schema.empty()) return Conclude(flags, verdict, console);

  std::atomic<bool> cancelled{false};
  const OnInterrupt on_interrupt([&cancelled] { cancelled = true; });
  absl::StatusOr<prove::ProofReport> report;
  {
    ProgressLine line(console.err);
    flags.proof.cancelled = [&cancelled] { return cancelled.load(); };
    flags.proof.progress = [&line](const prove::ProofProgress& progress) { line.Show(progress); };
    report = prove::Prove(flags.proof);
  }
  if (!report.ok()) return Fail(report.status(), console);
  verdict.proof = &*report;
  return Conclude(flags, verdict, console);
}

}  // namespace

void AddProveCommand(CLI::App& app, Console& console) {
  auto flags = std::make_shared<ProveFlags>();
  CLI::App* command = app.add_subcommand(
      "prove",
      "try a policy out on a schema: are its answers right, and does it keep its secrets?");
  command->add_option("--policy", flags->policy, "a file, or a folder of *.textproto files")
      ->required();
  CLI::Option* schema = command->add_option("--schema", flags->proof.schema,
                                            "the tables, as `pg_dump --schema-only` writes them");
  command->add_option("--rows", flags->proof.rows_per_table, "rows made for each table; 200")
      ->check(CLI::Range(1, 100000));
  command->add_option("--queries", flags->proof.queries, "random queries for each account; 300");
  command->add_option("--columns", flags->proof.attacked_columns,
                      "hidden columns attacked for each account; 12");
  command->add_option("--relations", flags->proof.asked_relations,
                      "relations that ordinary queries ask for each account; 8");
  command->add_option("--seed", flags->proof.seed, "the same seed makes the same rows and queries");
  command->add_option("--account", flags->proof.accounts,
                      "an account to prove, may be repeated; else one of each role");
  CLI::Option* pack = command->add_option("--pack", flags->pack,
                                          "folder of own queries: errors/*.sql and attacks/*.sql");
  command
      ->add_option("--database", flags->database,
                   "score the pack over this database (libpq connection string; only read)")
      ->needs(pack);
  command->add_option("--keep", flags->proof.keep_folder,
                      "write the databases' rows and the report to this folder");
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  command->add_flag("--strict-order", flags->strict_order,
                    "rows in another order, where a query leaves it open, count as a leak");
  command->footer(
      "Needs the Debian package postgresql-15: the databases are private ones, gone at the end.\n"
      "Exit codes: 0 no counter-example; 1 a counter-example, or the pack's score isn't full;\n"
      "2 it could not run; 130 interrupted.");
  command->callback([flags, schema, &console] {
    if (schema->count() == 0 && flags->database.empty()) {
      console.err << "nothing to do: give `--schema`, or `--pack` with `--database`\n";
      console.exit_code = kUsage;
      return;
    }
    console.exit_code = RunProve(*flags, console);
  });
}

}  // namespace sudare
