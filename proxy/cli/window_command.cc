// `sudare window`: what staff do with maintenance windows.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proto/window.grpc.pb.h"
#include "proxy/cli/commands.h"
#include "proxy/cli/connection.h"
#include "proxy/cli/interrupt.h"
#include "proxy/cli/json_message.h"
#include "proxy/cli/shown_error.h"
#include "proxy/cli/shown_window.h"
#include "proxy/cli/time_text.h"
#include "proxy/rpc/status_translation.h"
#include "proxy/windows/window_time.h"

namespace sudare {
namespace {

using sudare::v1::ChangeWindowRequest;
using sudare::v1::ListWindowsRequest;
using sudare::v1::RequestWindowRequest;
using sudare::v1::Window;
using Stub = sudare::v1::WindowService::Stub;

struct WindowFlags {
  ConnectionFlags connection;
  std::string format = "text";
  std::string id;
  std::string remark;
  uint64_t revision = 0;
  std::vector<std::string> persons;
  std::string purpose;
  std::string ticket;
  std::string telephone;
  std::string from;
  std::string to;
  uint64_t rows = 0;
  uint64_t people = 0;
  std::vector<std::string> classes;
  std::vector<std::string> states;
  std::string account;
};

constexpr char kExitCodes[] =
    "Exit codes: 0 done; 1 refused; 2 wrong usage; 3 server not reachable or log-in failed.";

absl::StatusOr<std::unique_ptr<Connection>> Connect(const WindowFlags& flags, Console& console) {
  if (!flags.connection.user.empty()) {
    return absl::InvalidArgumentError(
        "staff log in by certificate: leave out `--user` and SUDARE_USER");
  }
  return Connection::Open(flags.connection, console);
}

int ShowUsage(const absl::Status& status, Console& console) {
  console.err << status.message() << "\n";
  return kUsage;
}

int ShowRefusal(const absl::Status& status, Console& console) {
  console.err << ShownError(status, "");
  return ExitCodeFor(status);
}

template <typename Request>
int AskForOne(const WindowFlags& flags, const Request& request,
              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Window*),
              Console& console) {
  const auto connection = Connect(flags, console);
  if (!connection.ok()) return ShowUsage(connection.status(), console);
  grpc::ClientContext context;
  (*connection)->Prepare(context);
  Window window;
  const absl::Status status =
      FromWire(((*connection)->window_service().*method)(&context, request, &window));
  if (!status.ok()) return ShowRefusal(status, console);
  console.out << (flags.format == "json" ? JsonLine(window) : ShownWindow(window, absl::Now()));
  return kDone;
}

absl::StatusOr<RequestWindowRequest> RequestOf(const WindowFlags& flags) {
  RequestWindowRequest request;
  for (const std::string& person : flags.persons) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(person, absl::MaxSplits('=', 1));
    auto* const out = request.add_persons();
    out->set_account(parts.first);
    out->set_name(parts.second);
  }
  request.set_purpose(flags.purpose);
  request.set_ticket(flags.ticket);
  request.set_telephone(flags.telephone);
  const absl::Time now = absl::Now();
  SUDARE_ASSIGN_OR_RETURN(const absl::Time start, ParseTime(flags.from, now, now));
  SUDARE_ASSIGN_OR_RETURN(const absl::Time end, ParseTime(flags.to, now, start));
  windows::SetTime(start, request.mutable_planned_start());
  windows::SetTime(end, request.mutable_planned_end());
  request.set_row_budget(flags.rows);
  request.set_person_budget(flags.people);
  for (const std::string& data_class : flags.classes) request.add_classes(data_class);
  return request;
}

absl::StatusOr<ListWindowsRequest> ListOf(const WindowFlags& flags) {
  ListWindowsRequest request;
  for (const std::string& state : flags.states) {
    Window::State value = Window::STATE_UNSPECIFIED;
    if (!Window::State_Parse(absl::AsciiStrToUpper(state), &value)) {
      return absl::InvalidArgumentError(absl::StrCat(
          Quoted(state),
          " is no state: requested, approved, open, closed, rejected, cancelled or expired"));
    }
    request.add_states(value);
  }
  request.set_account(flags.account);
  const absl::Time now = absl::Now();
  absl::Time from = now;
  if (!flags.from.empty()) {
    SUDARE_ASSIGN_OR_RETURN(from, ParseTime(flags.from, now, now));
    windows::SetTime(from, request.mutable_from());
  }
  if (!flags.to.empty()) {
    SUDARE_ASSIGN_OR_RETURN(const absl::Time to, ParseTime(flags.to, now, from));
    windows::SetTime(to, request.mutable_to());
  }
  return request;
}

int RunRequest(const WindowFlags& flags, Console& console) {
  const absl::StatusOr<RequestWindowRequest> request = RequestOf(flags);
  if (!request.ok()) return ShowUsage(request.status(), console);
  return AskForOne(flags, *request, &Stub::Request, console);
}

int RunShow(const WindowFlags& flags, Console& console) {
  sudare::v1::GetWindowRequest request;
  request.set_id(flags.id);
  return AskForOne(flags, request, &Stub::Get, console);
}

int RunList(const WindowFlags& flags, Console& console) {
  const absl::StatusOr<ListWindowsRequest> request = ListOf(flags);
  if (!request.ok()) return ShowUsage(request.status(), console);
  const auto connection = Connect(flags, console);
  if (!connection.ok()) return ShowUsage(connection.status(), console);
  grpc::ClientContext context;
  (*connection)->Prepare(context);
  sudare::v1::ListWindowsResponse response;
  const absl::Status status =
      FromWire((*connection)->window_service().List(&context, *request, &response));
  if (!status.ok()) return ShowRefusal(status, console);
  if (flags.format == "json") {
    console.out << JsonLine(response);
  } else {
    ShowWindows(response.windows(), absl::Now(), console.out);
  }
  return kDone;
}

int RunNext(const WindowFlags& flags, Console& console) {
  const auto connection = Connect(flags, console);
  if (!connection.ok()) return ShowUsage(connection.status(), console);
  grpc::ClientContext context;
  (*connection)->Prepare(context);
  sudare::v1::NextWindowRequest request;
  request.set_account(flags.account);
  sudare::v1::NextWindowResponse response;
  const absl::Status status =
      FromWire((*connection)->window_service().Next(&context, request, &response));
  if (!status.ok()) return ShowRefusal(status, console);
  console.out << (flags.format == "json" ? JsonLine(response) : ShownNext(response));
  return kDone;
}

int RunWatch(const WindowFlags& flags, Console& console) {
  const absl::StatusOr<ListWindowsRequest> request = ListOf(flags);
  if (!request.ok()) return ShowUsage(request.status(), console);
  const auto connection = Connect(flags, console);
  if (!connection.ok()) return ShowUsage(connection.status(), console);
  grpc::ClientContext context;
  (*connection)->Prepare(context);
  const OnInterrupt interrupt([&context] { context.TryCancel(); });
  const auto reader = (*connection)->window_service().Watch(&context, *request);
  Window window;
  while (reader->Read(&window)) {
    console.out << (flags.format == "json" ? JsonLine(window) : ShownChange(window, absl::Now()))
                << std::flush;
  }
  const absl::Status status = FromWire(reader->Finish());
  if (interrupt.happened()) return kInterrupted;
  return status.ok() ? kDone : ShowRefusal(status, console);
}

using Flags = std::shared_ptr<WindowFlags>;

// Each call has its own: into shared ones CLI11 would write the environment of calls that aren't
// made, over what the command line says.
Flags NewFlags() { return std::make_shared<WindowFlags>(); }

CLI::App* AddCall(CLI::App& window, const char* name, const char* help, const Flags& flags,
                  int (*run)(const WindowFlags&, Console&), Console& console) {
  CLI::App* const command = window.add_subcommand(name, help);
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  AddConnectionFlags(*command, &flags->connection);
  command->footer(kExitCodes);
  command->callback([flags, run, &console] { console.exit_code = run(*flags, console); });
  return command;
}

void AddRequest(CLI::App& window, const Flags& flags, Console& console) {
  CLI::App* const command = AddCall(window, "request", "ask for a window (申請); needs REQUEST",
                                    flags, RunRequest, console);
  command
      ->add_option("--person", flags->persons,
                   "account of a person who is to connect, and `=name` if the policy doesn't say "
                   "who that is; repeatable")
      ->required();
  command->add_option("--purpose", flags->purpose, "what is to be found out (目的)")->required();
  command->add_option("--ticket", flags->ticket, "number of the trouble report (障害票)")
      ->required();
  command->add_option("--telephone", flags->telephone, "what came of telephoning first (電話確認)")
      ->required();
  command->add_option("--from", flags->from, "planned start: \"2026-11-27 19:00\" or now")
      ->required();
  command->add_option("--to", flags->to, "planned end: \"2026-11-27 21:00\", or +2h")->required();
  command->add_option("--rows", flags->rows, "rows they may read; default: what the role allows");
  command->add_option("--persons", flags->people,
                      "how many different people's data they may be shown; default: what the role "
                      "allows");
  command->add_option("--class", flags->classes,
                      "a data class that is needed; default: all that the role shows; repeatable");
}

template <grpc::Status (Stub::*kMethod)(grpc::ClientContext*, const ChangeWindowRequest&, Window*)>
void AddChange(CLI::App& window, const char* name, const char* help, const Flags& flags,
               Console& console) {
  CLI::App* const command = AddCall(
      window, name, help, flags,
      [](const WindowFlags& given, Console& to) {
        ChangeWindowRequest request;
        request.set_id(given.id);
        request.set_remark(given.remark);
        request.set_revision(given.revision);
        return AskForOne(given, request, kMethod, to);
      },
      console);
  command->add_option("window", flags->id, "its number")->required();
  command->add_option("--remark", flags->remark, "for the ledger (備考)");
  command->add_option("--revision", flags->revision,
                      "the window's revision as you saw it: refused if it was changed since");
}

void AddFilters(CLI::App* command, const Flags& flags) {
  command->add_option("--state", flags->states, "requested, approved, open, …; repeatable");
  command->add_option("--account", flags->account, "only windows of this account");
  command->add_option("--from", flags->from, "only those planned after this");
  command->add_option("--to", flags->to, "only those planned before this");
}

}  // namespace

void AddWindowCommand(CLI::App& app, Console& console) {
  CLI::App& window = *app.add_subcommand(
      "window", "for staff: maintenance windows (保守接続の申請・承認・接続・切断)");
  window.require_subcommand(1);
  AddRequest(window, NewFlags(), console);
  AddChange<&Stub::Approve>(window, "approve", "approve a request (承認); needs APPROVE, another's",
                            NewFlags(), console);
  AddChange<&Stub::Reject>(window, "reject", "reject a request (却下); needs APPROVE", NewFlags(),
                           console);
  AddChange<&Stub::Withdraw>(
      window, "withdraw",
      "take an approval back (承認の撤回), which cuts an open line; needs APPROVE", NewFlags(),
      console);
  AddChange<&Stub::Cancel>(window, "cancel", "take a request back (取消し); needs REQUEST",
                           NewFlags(), console);
  AddChange<&Stub::Open>(window, "open", "connect (接続); needs CONNECT", NewFlags(), console);
  AddChange<&Stub::Close>(window, "close", "disconnect (切断); needs CONNECT or APPROVE",
                          NewFlags(), console);
  Flags flags = NewFlags();
  CLI::App* const show =
      AddCall(window, "show", "one window with its history", flags, RunShow, console);
  show->add_option("window", flags->id, "its number")->required();
  flags = NewFlags();
  CLI::App* const next =
      AddCall(window, "next", "when an account may work, and its attempts that were refused", flags,
              RunNext, console);
  next->add_option("account", flags->account, "e.g. of a vendor who can't get in")->required();
  flags = NewFlags();
  AddFilters(
      AddCall(window, "list", "windows in order of their planned start", flags, RunList, console),
      flags);
  flags = NewFlags();
  AddFilters(AddCall(window, "watch", "windows, and each change as it happens, until Ctrl-C", flags,
                     RunWatch, console),
             flags);
}

}  // namespace sudare
