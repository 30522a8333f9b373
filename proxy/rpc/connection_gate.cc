#include "proxy/rpc/connection_gate.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "spdlog/spdlog.h"

namespace sudare {
namespace {

constexpr int kBacklog = 1024;

absl::Status SystemError(absl::string_view what, const ListenAddress& address) {
  const std::string message =
      absl::StrCat("cannot ", what, " `", address.ToString(), "`: ", std::strerror(errno));
  if (errno == EADDRINUSE) return absl::FailedPreconditionError(message);
  return absl::InvalidArgumentError(message);
}

sockaddr_un UnixAddress(const std::string& path) {
  sockaddr_un name = {};
  name.sun_family = AF_UNIX;
  std::memcpy(name.sun_path, path.data(), path.size());
  return name;
}

// A socket file that a server which is gone left behind: nobody answers.
bool IsLeftOver(const std::string& path) {
  struct stat info;
  if (lstat(path.c_str(), &info) != 0 || !S_ISSOCK(info.st_mode)) return false;
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  const sockaddr_un name = UnixAddress(path);
  const int result = connect(probe, reinterpret_cast<const sockaddr*>(&name), sizeof(name));
  const bool refused = result != 0 && errno == ECONNREFUSED;
  close(probe);
  return refused;
}

int BoundPort(int socket) {
  sockaddr_storage name = {};
  socklen_t size = sizeof(name);
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&name), &size) != 0) return 0;
  if (name.ss_family == AF_INET) {
    return ntohs(reinterpret_cast<const sockaddr_in&>(name).sin_port);
  }
  return ntohs(reinterpret_cast<const sockaddr_in6&>(name).sin6_port);
}

// A socket that listens on `info`, -1 and errno if there is none.
int ListenOn(const addrinfo& info, int port) {
  const int fd = socket(info.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_storage name = {};
  std::memcpy(&name, info.ai_addr, info.ai_addrlen);
  if (info.ai_family == AF_INET6) {
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
    reinterpret_cast<sockaddr_in6&>(name).sin6_port = htons(static_cast<uint16_t>(port));
  } else {
    reinterpret_cast<sockaddr_in&>(name).sin_port = htons(static_cast<uint16_t>(port));
  }
  if (bind(fd, reinterpret_cast<const sockaddr*>(&name), info.ai_addrlen) == 0 &&
      listen(fd, kBacklog) == 0) {
    return fd;
  }
  const int error = errno;
  close(fd);
  errno = error;
  return -1;
}

}  // namespace

ConnectionGate::ConnectionGate(ListenAddress address, int max_connections)
    : address_(std::move(address)), max_connections_(max_connections) {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event event = {};
  event.events = EPOLLIN;
  event.data.fd = wake_;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
}

ConnectionGate::~ConnectionGate() {
  Stop();
  close(wake_);
  close(epoll_);
}

absl::StatusOr<std::unique_ptr<ConnectionGate>> ConnectionGate::Listen(const ListenAddress& address,
                                                                       int max_connections) {
  std::unique_ptr<ConnectionGate> gate(new ConnectionGate(address, max_connections));
  SUDARE_RETURN_IF_ERROR(address.unix_path.empty() ? gate->ListenTcp() : gate->ListenUnix());
  return gate;
}

absl::Status ConnectionGate::ListenUnix() {
  if (IsLeftOver(address_.unix_path)) unlink(address_.unix_path.c_str());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const sockaddr_un name = UnixAddress(address_.unix_path);
  if (fd < 0 || bind(fd, reinterpret_cast<const sockaddr*>(&name), sizeof(name)) != 0 ||
      listen(fd, kBacklog) != 0) {
    absl::Status status = SystemError("listen on", address_);
    if (fd >= 0) close(fd);
    return status;
  }
  return AddListener(fd);
}

absl::Status ConnectionGate::ListenTcp() {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(address_.host.c_str(), nullptr, &hints, &found);
  if (error != 0) {
    return absl::InvalidArgumentError(absl::StrCat("cannot resolve host `", address_.host,
                                                   "` to listen on: ", gai_strerror(error)));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> infos(found, &freeaddrinfo);
  absl::Status failure = absl::InvalidArgumentError("host has no address");
  for (const addrinfo* info = found; info != nullptr; info = info->ai_next) {
    const int fd = ListenOn(*info, address_.port);
    if (fd < 0) {
      failure = SystemError("listen on", address_);
      continue;
    }
    // The first address picks the port for all.
    if (address_.port == 0) address_.port = BoundPort(fd);
    SUDARE_RETURN_IF_ERROR(AddListener(fd));
  }
  return listeners_.empty() ? failure : absl::OkStatus();
}

absl::Status ConnectionGate::AddListener(int socket) {
  listeners_.push_back(socket);
  epoll_event event = {};
  event.events = EPOLLIN;
  event.data.fd = socket;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0) {
    return SystemError("watch", address_);
  }
  return absl::OkStatus();
}

void ConnectionGate::Start(grpc::experimental::ExternalConnectionAcceptor* acceptor) {
  acceptor_ = acceptor;
  thread_ = std::thread([this] { Run(); });
}

void ConnectionGate::Stop() {
  if (thread_.joinable()) {
    const uint64_t one = 1;
    while (write(wake_, &one, sizeof(one)) < 0 && errno == EINTR) {
    }
    thread_.join();
  }
  for (const int listener : listeners_) close(listener);
  if (!listeners_.empty() && !address_.unix_path.empty()) unlink(address_.unix_path.c_str());
  listeners_.clear();
  for (const int fd : watched_) close(fd);
  watched_.clear();
  open_ = 0;
}

void ConnectionGate::Run() {
  constexpr int kEvents = 64;
  epoll_event events[kEvents];
  while (true) {
    const int count = epoll_wait(epoll_, events, kEvents, -1);
    for (int i = 0; i < count; ++i) {
      const int fd = events[i].data.fd;
      if (fd == wake_) return;
      if (std::find(listeners_.begin(), listeners_.end(), fd) != listeners_.end()) {
        Accept(fd);
      } else {
        Forget(fd);
      }
    }
  }
}

void ConnectionGate::Accept(int listener) {
  // A few at a time, so that connections that end are counted in between.
  for (int i = 0; i < 16; ++i) {
    const int connection = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection >= 0) {
      HandOver(listener, connection);
      continue;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      spdlog::warn("cannot take a connection: {}; raise the limit of open files",
                   std::strerror(errno));
      absl::SleepFor(absl::Milliseconds(100));
    }
    return;
  }
}

void ConnectionGate::HandOver(int listener, int connection) {
  const int watched = open_ < max_connections_ ? fcntl(connection, F_DUPFD_CLOEXEC, 0) : -1;
  if (watched < 0) {
    close(connection);
    // One line for the first and then for every thousandth: refusing must not fill the disk.
    if (refused_++ % 1000 == 0) {
      spdlog::warn("connection refused on {}: {} are open, the limit is {}", address_.ToString(),
                   open_.load(), max_connections_);
    }
    return;
  }
  if (address_.unix_path.empty()) {
    const int on = 1;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  epoll_event event = {};
  event.events = EPOLLRDHUP | EPOLLHUP;
  event.data.fd = watched;
  watched_.insert(watched);
  ++open_;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, watched, &event);
  grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters parameters;
  parameters.listener_fd = listener;
  parameters.fd = connection;
  acceptor_->HandleNewConnection(&parameters);
}

void ConnectionGate::Forget(int watched) {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, watched, nullptr);
  close(watched);
  if (watched_.erase(watched) > 0) --open_;
}

}  // namespace sudare
