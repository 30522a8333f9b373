-- A state file of schema 1, as the first release made it.
PRAGMA application_id = 1400202337;
PRAGMA user_version = 1;
CREATE TABLE entries (
  name TEXT NOT NULL,
  key BLOB NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (name, key)
) STRICT;
CREATE TABLE state (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 41);
INSERT INTO entries VALUES ('windows', x'00ff', x'e4bf9de5ae88');
