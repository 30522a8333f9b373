// Keys that logs of tests are signed with.
#ifndef SUDARE_TESTS_PROXY_AUDIT_SIGNING_KEYS_H_
#define SUDARE_TESTS_PROXY_AUDIT_SIGNING_KEYS_H_

#include <memory>
#include <string>

#include "policy/base/ed25519.h"

namespace sudare::testing {

// The same each time for a number.
std::string PrivateKeyPem(unsigned char number);
std::string PublicKeyPem(unsigned char number);
std::shared_ptr<const Ed25519PrivateKey> SigningKey(unsigned char number = 1);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_AUDIT_SIGNING_KEYS_H_
