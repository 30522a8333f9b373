// Programs started by tests: the same as `sudare prove` starts its own with.
#ifndef SUDARE_TESTS_SUPPORT_CHILD_PROCESS_H_
#define SUDARE_TESTS_SUPPORT_CHILD_PROCESS_H_

#include "proxy/prove/child_process.h"

namespace sudare::testing {

using sudare::prove::ChildOptions;
using sudare::prove::ChildProcess;
using sudare::prove::RunProgram;
using sudare::prove::Unprivileged;
using sudare::prove::UnprivilegedUser;

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_CHILD_PROCESS_H_
