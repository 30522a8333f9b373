// Modes and owners of the files that the proxy lives by, and of the folders they are in.
#ifndef SUDARE_PROXY_DOCTOR_FILE_CHECK_H_
#define SUDARE_PROXY_DOCTOR_FILE_CHECK_H_

#include <sys/types.h>

#include <string>

#include "proto/config.pb.h"
#include "proxy/doctor/finding.h"

namespace sudare::doctor {

// Who the proxy runs as: the keyring's owner, since nobody else can open it; without a keyring the
// caller.
uid_t ProxyUser(const sudare::v1::Config& config, uid_t caller);

// "root", or the number where the system knows no name.
std::string UserName(uid_t user);

// The configuration file, the policy's files, signers, certificates, private keys, keyring,
// passphrase, and the state's file if there is one: readable, private where they must be, written
// by nobody but root and `user`; and the same of every folder above them. Doesn't follow into the
// audit folder (audit_check.h).
//
// Codes: file-ok, file-unreadable, file-open, file-writable, file-group-writable, folder-writable,
// foreign-owner.
void CheckFiles(const std::string& config_path, const sudare::v1::Config& config, uid_t user,
                Findings* findings);

// That nobody but root and `user` may put something else in the place of `path`: its folders up to
// the root. A folder with the sticky bit, like /tmp, is good. Codes: folder-writable,
// foreign-owner.
void CheckFoldersAbove(const std::string& path, uid_t user, Findings* findings);

// That the passphrase opens the keyring. Nothing of either is told. Codes: keyring-ok,
// keyring-unopened.
void CheckKeyring(const sudare::v1::Keyring& keyring, Findings* findings);

// The password file of libpq, if there is one. Code: passfile-ignored.
void CheckPasswordFile(const std::string& path, Findings* findings);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_FILE_CHECK_H_
