#include "proxy/doctor/file_check.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "policy/keyring.h"
#include "policy/signature.h"
#include "proxy/secret_file.h"

namespace sudare::doctor {
namespace {

// Who may read a file beside its owner.
enum class Privacy { kPublic, kGroup, kOwnerOnly };

std::string ModeText(mode_t mode) { return absl::StrFormat("%04o", mode & 07777); }

std::string GroupName(gid_t group) {
  const struct group* const entry = getgrgid(group);
  return entry == nullptr ? absl::StrCat(group) : entry->gr_name;
}

class Checker {
 public:
  Checker(uid_t user, Findings* findings) : user_(user), findings_(*findings) {}

  void File(const std::string& path, Privacy privacy) {
    if (path.empty() || !seen_.insert(path).second) return;
    struct stat info;
    if (stat(path.c_str(), &info) != 0 || access(path.c_str(), R_OK) != 0) {
      findings_.Add("file-unreadable", path, {std::strerror(errno)});
      return;
    }
    const mode_t forbidden = privacy == Privacy::kOwnerOnly ? 0077
                             : privacy == Privacy::kGroup   ? 0007
                                                            : 0;
    bool is_good = true;
    if ((info.st_mode & forbidden & 0044) != 0) {
      findings_.Add("file-open", path,
                    {ModeText(info.st_mode), privacy == Privacy::kOwnerOnly ? "600" : "o=", path});
      is_good = false;
    }
    is_good = CheckWriters(path, info) && is_good;
    if (is_good) findings_.Add("file-ok", path, {ModeText(info.st_mode), UserName(info.st_uid)});
    Folders(path);
  }

  // The files that a policy is read from.
  void Policy(const std::string& path) {
    File(path, Privacy::kPublic);
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      if (access(SignaturePath(path).c_str(), F_OK) == 0) Quietly(SignaturePath(path));
      return;
    }
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      const std::string name = entry.path().string();
      if (absl::EndsWith(name, ".textproto") || name == SignaturePath(path)) files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) Quietly(file);
  }

  void Folders(const std::string& path) {
    std::error_code error;
    std::filesystem::path below = std::filesystem::absolute(path, error).lexically_normal();
    while (below.has_relative_path()) {
      const std::filesystem::path folder = below.parent_path();
      if (folder == below) return;
      if (seen_.insert(folder.string() + "/").second) {
        Folder(folder.string(), below.filename().string());
      }
      below = folder;
    }
  }

 private:
  // Told only if something is wrong.
  void Quietly(const std::string& path) {
    struct stat info;
    if (!seen_.insert(path).second) return;
    if (stat(path.c_str(), &info) != 0 || access(path.c_str(), R_OK) != 0) {
      findings_.Add("file-unreadable", path, {std::strerror(errno)});
      return;
    }
    CheckWriters(path, info);
  }

  bool CheckWriters(const std::string& path, const struct stat& info) {
    bool is_good = true;
    if ((info.st_mode & S_IWOTH) != 0) {
      findings_.Add("file-writable", path, {ModeText(info.st_mode), path});
      is_good = false;
    } else if ((info.st_mode & S_IWGRP) != 0) {
      findings_.Add("file-group-writable", path, {ModeText(info.st_mode), GroupName(info.st_gid)});
      is_good = false;
    }
    return CheckOwner(path, info) && is_good;
  }

  bool CheckOwner(const std::string& path, const struct stat& info) {
    if (info.st_uid == 0 || info.st_uid == user_) return true;
    findings_.Add("foreign-owner", path, {UserName(info.st_uid), UserName(user_), path});
    return false;
  }

  void Folder(const std::string& path, const std::string& entry) {
    struct stat info;
    if (stat(path.c_str(), &info) != 0) return;
    if ((info.st_mode & S_IWOTH) != 0 && (info.st_mode & S_ISVTX) == 0) {
      findings_.Add("folder-writable", path, {ModeText(info.st_mode), entry, path});
    }
    CheckOwner(path, info);
  }

  const uid_t user_;
  Findings& findings_;
  // Folders end in a slash here.
  std::set<std::string> seen_;
};

}  // namespace

uid_t ProxyUser(const sudare::v1::Config& config, uid_t caller) {
  struct stat info;
  if (config.keyring().file().empty() || stat(config.keyring().file().c_str(), &info) != 0) {
    return caller;
  }
  return info.st_uid;
}

std::string UserName(uid_t user) {
  const struct passwd* const entry = getpwuid(user);
  return entry == nullptr ? absl::StrCat(user) : entry->pw_name;
}

void CheckFiles(const std::string& config_path, const sudare::v1::Config& config, uid_t user,
                Findings* findings) {
  Checker checker(user, findings);
  checker.File(config_path, Privacy::kPublic);
  checker.Policy(config.policy());
  for (const std::string& signer : config.policy_signers()) checker.File(signer, Privacy::kPublic);
  for (const sudare::v1::Listener& listener : config.listeners()) {
    checker.File(listener.tls().certificate(), Privacy::kPublic);
    checker.File(listener.tls().private_key(), Privacy::kGroup);
    checker.File(listener.tls().client_ca(), Privacy::kPublic);
  }
  checker.File(config.keyring().file(), Privacy::kOwnerOnly);
  checker.File(config.keyring().passphrase_file(), Privacy::kOwnerOnly);
  // Made at the first start.
  const std::string& state = config.state().sqlite().file();
  if (!state.empty() && access(state.c_str(), F_OK) == 0) {
    checker.File(state, Privacy::kOwnerOnly);
  }
}

void CheckFoldersAbove(const std::string& path, uid_t user, Findings* findings) {
  Checker(user, findings).Folders(path);
}

void CheckKeyring(const sudare::v1::Keyring& keyring, Findings* findings) {
  const absl::StatusOr<std::string> passphrase = ReadSecretFile(keyring.passphrase_file());
  if (!passphrase.ok()) {
    findings->Add("keyring-unopened", keyring.file(), {std::string(passphrase.status().message())});
    return;
  }
  const auto loaded = Keyring::Load(keyring.file(), *passphrase);
  if (!loaded.ok()) {
    findings->Add("keyring-unopened", keyring.file(), {std::string(loaded.status().message())});
    return;
  }
  std::string day;
  for (const Keyring::KeyInfo& key : (*loaded)->List()) {
    if (key.primary) day = absl::FormatTime("%Y-%m-%d", key.created, absl::LocalTimeZone());
  }
  findings->Add("keyring-ok", keyring.file(), {absl::StrCat((*loaded)->List().size()), day});
}

void CheckPasswordFile(const std::string& path, Findings* findings) {
  struct stat info;
  if (path.empty() || stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return;
  if ((info.st_mode & 0077) == 0) return;
  findings->Add("passfile-ignored", path, {ModeText(info.st_mode), path});
}

}  // namespace sudare::doctor
