// From how many days on meeting new people is a habit: for the rule and for what is said of it.
#ifndef SUDARE_PROXY_REPORT_SLOW_DAYS_H_
#define SUDARE_PROXY_REPORT_SLOW_DAYS_H_

#include <cstdint>

namespace sudare::report {

// Of a month, in which an account was shown people who were new to it.
constexpr uint32_t kSlowDays = 5;

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_SLOW_DAYS_H_
