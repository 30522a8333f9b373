// DatabasePosition: where the database stands, told in the round trip of a statement.
#ifndef SUDARE_PROXY_BACKEND_DATABASE_POSITION_H_
#define SUDARE_PROXY_BACKEND_DATABASE_POSITION_H_

#include <string>

#include "proxy/backend/backend.h"

namespace sudare {

// In the database's own words; both empty where it may not be asked.
struct DatabasePosition {
  // pg_current_snapshot()
  std::string snapshot;
  // pg_current_wal_lsn(), or what a standby has replayed.
  std::string wal;
};

// A receiver of rows that also wants to know the position. A session tells it just before the
// statement runs, at no round trip of its own. In a snapshot (BackendSession::BeginSnapshot) the
// first statement's is that of the snapshot. Else something may be committed between the two: then
// the statement sees more than the position says, never less. Not called if the session's role may
// not ask.
class PositionReceiver : public RowReceiver {
 public:
  // Before OnFields; a statement that is run again after a lost connection tells it again.
  virtual void OnPosition(DatabasePosition position) = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_DATABASE_POSITION_H_
