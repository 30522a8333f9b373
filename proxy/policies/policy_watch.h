// PolicyWatch: notices that files of a policy have changed. It looks at names, sizes and times and
// reads no file: editors, `mv` and network file systems need no kernel events for that.
#ifndef SUDARE_PROXY_POLICIES_POLICY_WATCH_H_
#define SUDARE_PROXY_POLICIES_POLICY_WATCH_H_

#include <string>
#include <utility>

namespace sudare {

// Thread-safety: one thread at a time.
class PolicyWatch {
 public:
  // What is at `path` now is known already.
  explicit PolicyWatch(std::string path) : path_(std::move(path)) { Know(); }

  // Whether the files differ from those known, and have been as they are since the last call:
  // whoever is still writing is given time. They are known from then on. Call it about every
  // second.
  bool Changed();
  // What is there now is known: somebody is about to load it anyway.
  void Know() { known_ = last_ = Look(); }

 private:
  // Empty: nothing is there.
  std::string Look() const;

  const std::string path_;
  std::string known_;
  std::string last_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_POLICIES_POLICY_WATCH_H_
