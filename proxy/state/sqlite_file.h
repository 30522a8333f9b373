// The file of a SQLite state and its folder: made, and kept from others.
#ifndef SUDARE_PROXY_STATE_SQLITE_FILE_H_
#define SUDARE_PROXY_STATE_SQLITE_FILE_H_

#include <sys/types.h>

#include <string>

#include "absl/status/status.h"

namespace sudare::state {

// Makes the folder (mode 0700) and an empty file (mode 0600) where they are missing, durably, and
// checks both. kPermissionDenied: others may read or write the file or put files into the folder,
// or it belongs to somebody else. kInvalidArgument: it is no plain file. kUnavailable.
absl::Status MakeStateFile(const std::string& path);

// The same without making anything. kUnavailable: it isn't there.
absl::Status CheckStateFile(const std::string& path);

// The files that SQLite has open for one state: the data, the log of what isn't in it yet, and
// the index of that log. All three must stay what they were, or what is written is written to
// nowhere.
struct StateFiles {
  struct Identity {
    dev_t device = 0;
    ino_t inode = 0;  // 0: no such file
    bool operator==(const Identity& other) const {
      return device == other.device && inode == other.inode;
    }
  };

  static StateFiles At(const std::string& path);
  bool operator==(const StateFiles& other) const {
    return data == other.data && log == other.log && index == other.index;
  }

  Identity data;
  Identity log;
  Identity index;
};

// To be called when no connection is open any more. If the file at the path is no longer the data
// of `old`, takes away log and index of `old`, where they are still there: SQLite would take them
// for the log of whatever comes there next. A log that `holds_changes` is kept under another name.
void RemoveOrphans(const std::string& path, const StateFiles& old, bool holds_changes);

}  // namespace sudare::state

#endif  // SUDARE_PROXY_STATE_SQLITE_FILE_H_
