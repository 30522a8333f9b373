// FaultyDisk: SQLite's view of the disk, which fails when it is told to.
//
// Becomes SQLite's default for the process while it lives; one at a time.
#ifndef SUDARE_TESTS_PROXY_STATE_FAULTY_DISK_H_
#define SUDARE_TESTS_PROXY_STATE_FAULTY_DISK_H_

namespace sudare::testing {

class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();

  // From the (n+1)th write on all fail with SQLite's `code`, e.g. SQLITE_FULL; half of that one may
  // be written. A negative n: none fails any more.
  void FailWritesAfter(int n, int code);
  // The same for syncs.
  void FailSyncsAfter(int n, int code);
  // Writes and syncs so far.
  int writes() const;
  int syncs() const;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_STATE_FAULTY_DISK_H_
