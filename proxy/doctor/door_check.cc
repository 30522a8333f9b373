#include "proxy/doctor/door_check.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "proxy/rpc/address.h"

namespace sudare::doctor {
namespace {

struct AddressesFree {
  void operator()(addrinfo* addresses) const { freeaddrinfo(addresses); }
};

// Why nobody could listen there now; empty: one could. Nothing is accepted meanwhile.
std::string WhyUnusable(const ListenAddress& address) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const int failure =
      getaddrinfo(address.host.c_str(), absl::StrCat(address.port).c_str(), &hints, &found);
  if (failure != 0) return gai_strerror(failure);
  const std::unique_ptr<addrinfo, AddressesFree> addresses(found);
  const int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return std::strerror(errno);
  // As the proxy does it: connections of a former one that are being closed don't count.
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const bool is_good = bind(fd, found->ai_addr, found->ai_addrlen) == 0;
  const std::string reason = is_good ? "" : std::strerror(errno);
  close(fd);
  return reason;
}

const char* KindOf(const sudare::v1::Listener& listener) {
  if (!listener.has_tls()) return kDoorPlain;
  if (!listener.passwords()) return kDoorCertificates;
  return listener.tls().client_ca().empty() ? kDoorPasswords : kDoorBoth;
}

void CheckDoor(const sudare::v1::Listener& listener, bool is_running, Findings* findings) {
  const auto address = ParseListenAddress(listener.address());
  // The configuration's own checks tell that.
  if (!address.ok()) return;
  if (!address->IsLocal() && !listener.has_tls()) {
    findings->Add("door-plaintext", listener.address());
  }
  if (!address->IsLocal() && listener.has_tls() && listener.passwords()) {
    findings->Add("door-passwords", listener.address());
  }
  const std::string reason = is_running || !address->unix_path.empty() ? "" : WhyUnusable(*address);
  if (!reason.empty()) {
    findings->Add("door-address-unusable", listener.address(), {reason});
  } else if (address->IsLocal() || listener.has_tls()) {
    findings->Add("door-ok", listener.address(), {KindOf(listener)});
  }
}

}  // namespace

void CheckDoors(const sudare::v1::Config& config, bool is_running, Findings* findings) {
  for (const sudare::v1::Listener& listener : config.listeners()) {
    CheckDoor(listener, is_running, findings);
  }
  if (!config.has_metrics()) return;
  const auto address = ParseListenAddress(config.metrics().address());
  if (!address.ok()) return;
  findings->Add(address->IsLocal() ? "metrics-ok" : "metrics-open", config.metrics().address());
}

}  // namespace sudare::doctor
