// Programs started by tests: the same as `sudare prove` starts its own with.
#ifndef SUDARE_TESTS_SUPPORT_CHILD_PROCESS_H_
#define SUDARE_TESTS_SUPPORT_CHILD_PROCESS_H_

#include "proxy/prove/child_process.h"

namespace sudare::testing {

using sudare::ChildOptions;
using sudare::ChildProcess;
using sudare::RunProgram;
using sudare::Unprivileged;
using sudare::UnprivilegedUser;

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_CHILD_PROCESS_H_
