#include "tests/proxy/state/faulty_disk.h"

#include <sqlite3.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace sudare::testing {
namespace {

struct Fault {
  std::atomic<int> calls{0};
  std::atomic<int> first{-1};
  std::atomic<int> code{SQLITE_OK};

  void After(int n, int error) {
    code = error;
    first = n < 0 ? -1 : calls + n;
  }
  int Next() {
    const int call = calls++;
    return first >= 0 && call >= first ? code.load() : SQLITE_OK;
  }
};

Fault write_fault;
Fault sync_fault;
sqlite3_vfs* real = nullptr;

// The real methods by ours, which stand in their place in every open file.
struct Methods {
  sqlite3_io_methods ours;
  const sqlite3_io_methods* theirs;
};
std::mutex methods_mutex;  // guards `methods`
std::map<const sqlite3_io_methods*, std::unique_ptr<Methods>> methods;

const sqlite3_io_methods* Theirs(sqlite3_file* file) {
  return reinterpret_cast<const Methods*>(file->pMethods)->theirs;
}

int Write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  const int code = write_fault.Next();
  if (code == SQLITE_OK) return Theirs(file)->xWrite(file, data, size, offset);
  Theirs(file)->xWrite(file, data, size / 2, offset);
  return code;
}

int Sync(sqlite3_file* file, int flags) {
  const int code = sync_fault.Next();
  return code == SQLITE_OK ? Theirs(file)->xSync(file, flags) : code;
}

int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = real->xOpen(real, name, file, flags, out_flags);
  if (code != SQLITE_OK || file->pMethods == nullptr) return code;
  std::lock_guard<std::mutex> lock(methods_mutex);
  std::unique_ptr<Methods>& wrapped = methods[file->pMethods];
  if (wrapped == nullptr) {
    wrapped = std::make_unique<Methods>(Methods{*file->pMethods, file->pMethods});
    wrapped->ours.xWrite = Write;
    wrapped->ours.xSync = Sync;
  }
  file->pMethods = &wrapped->ours;
  return code;
}

sqlite3_vfs* Wrapped() {
  static sqlite3_vfs* const wrapped = [] {
    real = sqlite3_vfs_find(nullptr);
    auto* vfs = new sqlite3_vfs(*real);
    vfs->zName = "faulty";
    vfs->xOpen = Open;
    return vfs;
  }();
  return wrapped;
}

}  // namespace

FaultyDisk::FaultyDisk() { sqlite3_vfs_register(Wrapped(), /*makeDflt=*/1); }

FaultyDisk::~FaultyDisk() {
  FailWritesAfter(-1, SQLITE_OK);
  FailSyncsAfter(-1, SQLITE_OK);
  sqlite3_vfs_register(real, /*makeDflt=*/1);
}

void FaultyDisk::FailWritesAfter(int n, int code) { write_fault.After(n, code); }
void FaultyDisk::FailSyncsAfter(int n, int code) { sync_fault.After(n, code); }
int FaultyDisk::writes() const { return write_fault.calls; }
int FaultyDisk::syncs() const { return sync_fault.calls; }

}  // namespace sudare::testing
