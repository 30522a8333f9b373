// The persons of a window: who may be named, and whether they may still work in it.
//
// Errors: as in window.proto, each with an ErrorDetail in English and Japanese.
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_PERSONS_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_PERSONS_H_

#include "absl/status/status.h"
#include "policy/policy.h"
#include "proto/window.pb.h"

namespace sudare::windows {

// Adds a person to a window whose times are set: a person's account, of the role of those before,
// with a pledge that covers the whole window, unless the policy only warns of that. Adds warnings.
absl::Status AddPerson(const Policy& policy, const sudare::v1::RequestWindowRequest::Person& person,
                       sudare::v1::Window* window);

// All persons of the window may still work in it, under `policy`. What has lapsed, though not so
// that the policy forbids it, becomes the window's warnings.
absl::Status CheckPersons(const Policy& policy, sudare::v1::Window* window);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_PERSONS_H_
