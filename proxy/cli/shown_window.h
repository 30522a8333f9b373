// Maintenance windows as staff read them, in Japanese and English.
#ifndef SUDARE_PROXY_CLI_SHOWN_WINDOW_H_
#define SUDARE_PROXY_CLI_SHOWN_WINDOW_H_

#include <ostream>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "proto/window.pb.h"

namespace sudare {

// One window, with its history; safe to print on a terminal.
std::string ShownWindow(const sudare::v1::Window& window, absl::Time now);

// One line: what just happened to it; and one more if staff should see to it.
std::string ShownChange(const sudare::v1::Window& window, absl::Time now);

// When an account may work, and its attempts that were refused.
std::string ShownNext(const sudare::v1::NextWindowResponse& next);

// A table, one line a window.
void ShowWindows(const google::protobuf::RepeatedPtrField<sudare::v1::Window>& windows,
                 absl::Time now, std::ostream& out);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_SHOWN_WINDOW_H_
