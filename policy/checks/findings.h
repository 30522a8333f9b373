// Findings: where the checks of a policy put what they find.
#ifndef SUDARE_POLICY_CHECKS_FINDINGS_H_
#define SUDARE_POLICY_CHECKS_FINDINGS_H_

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "policy/issue.h"
#include "policy/text/parsed_policy.h"

namespace sudare::checks {

// A field of a message of the policy, or with `field` 0 the message itself.
struct Spot {
  const google::protobuf::Message& message;
  int field = 0;
  int index = 0;
};

// Lifetime: borrows the policy.
class Findings {
 public:
  explicit Findings(const text::ParsedPolicy& parsed) : parsed_(parsed) {}

  // `code` is an Issue::code.
  void Error(const char* code, const Spot& spot, std::string message, std::string advice = "");
  void Warning(const char* code, const Spot& spot, std::string message, std::string advice = "");
  // An error that may be only a consequence if parts of the policy couldn't be read: dropped then.
  void Missing(const char* code, const Spot& spot, std::string message, std::string advice = "");

  // Whether there is room for more: checks that are costly may stop early.
  bool Full() const;
  // Whether Missing() would be dropped.
  bool complete() const { return parsed_.complete; }
  SourcePlace PlaceOf(const google::protobuf::Message& message) const {
    return parsed_.places.Of(message);
  }
  // How many were found so far.
  size_t count() const { return issues_.size() + dropped_; }
  std::vector<Issue> Take();

 private:
  void Add(Issue::Severity severity, const char* code, const Spot& spot, std::string message,
           std::string advice);

  const text::ParsedPolicy& parsed_;
  std::vector<Issue> issues_;
  size_t dropped_ = 0;
};

}  // namespace sudare::checks

#endif  // SUDARE_POLICY_CHECKS_FINDINGS_H_
