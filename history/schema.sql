-- Times are nanoseconds since 1970 and durations nanoseconds; 0 is no time.
-- Tests are named by their keys, since one name is used a million times.

CREATE TABLE runs (
	number    INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: IDs are made of it
	id        TEXT NOT NULL UNIQUE,
	suite     TEXT NOT NULL,
	framework TEXT NOT NULL,
	revision  TEXT NOT NULL,
	dir       TEXT NOT NULL,
	args      TEXT NOT NULL, -- JSON
	ordering  TEXT NOT NULL,
	condition TEXT NOT NULL DEFAULT '', -- its perturbations; since version 2
	seed      INTEGER NOT NULL,
	workers   INTEGER NOT NULL,
	owner     TEXT NOT NULL,
	started   INTEGER NOT NULL,
	finished  INTEGER NOT NULL,
	state     TEXT NOT NULL,
	summary   TEXT NOT NULL, -- JSON
	planned   BLOB NOT NULL  -- the keys of its tests, packed
) STRICT;

CREATE TABLE tests (
	key      INTEGER PRIMARY KEY,
	suite    TEXT NOT NULL,
	id       TEXT NOT NULL,
	unit     TEXT NOT NULL,
	kind     TEXT NOT NULL, -- '' for a subtest
	parallel INTEGER NOT NULL,
	file     TEXT NOT NULL,
	line     INTEGER NOT NULL,
	UNIQUE (id, suite)
) STRICT;

CREATE TABLE lanes (
	run    INTEGER NOT NULL,
	worker INTEGER NOT NULL,
	tests  BLOB NOT NULL, -- keys, packed
	PRIMARY KEY (run, worker)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
	run      INTEGER NOT NULL,
	seq      INTEGER NOT NULL, -- which event of its run its end was
	test     INTEGER NOT NULL,
	parent   INTEGER NOT NULL, -- 0 for a test of its own
	cause    TEXT NOT NULL,
	number   INTEGER NOT NULL,
	worker   INTEGER NOT NULL,
	process  INTEGER NOT NULL,
	position INTEGER NOT NULL,
	outcome  TEXT NOT NULL,
	start    INTEGER NOT NULL,
	duration INTEGER NOT NULL,
	failure  TEXT NOT NULL,
	output   INTEGER NOT NULL, -- where in the run's output file
	printed  INTEGER NOT NULL, -- bytes
	began    INTEGER NOT NULL, -- which event its beginning was; 0 if none
	began_at INTEGER NOT NULL,
	usual    INTEGER NOT NULL,
	raised   TEXT NOT NULL DEFAULT '', -- JSON, or nothing; since version 3
	PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_of_test ON attempts (test);

CREATE TABLE underway (
	run     INTEGER NOT NULL,
	seq     INTEGER NOT NULL,
	test    INTEGER NOT NULL,
	worker  INTEGER NOT NULL,
	process INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	usual   INTEGER NOT NULL,
	PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE leaks (
	run  INTEGER NOT NULL,
	seq  INTEGER NOT NULL, -- of the attempt
	kind TEXT NOT NULL,
	what TEXT NOT NULL
) STRICT;

CREATE INDEX leaks_of_run ON leaks (run, seq);

CREATE TABLE changes (
	run    INTEGER NOT NULL,
	seq    INTEGER NOT NULL, -- of the attempt
	alias  TEXT NOT NULL,
	place  TEXT NOT NULL,
	before TEXT NOT NULL,
	after  TEXT NOT NULL
) STRICT;

CREATE INDEX changes_of_run ON changes (run, seq);

CREATE TABLE statements (
	run      INTEGER NOT NULL,
	seq      INTEGER NOT NULL, -- of the attempt
	number   INTEGER NOT NULL,
	text     TEXT NOT NULL,
	args     TEXT NOT NULL, -- JSON
	place    TEXT NOT NULL,
	after    INTEGER NOT NULL,
	duration INTEGER NOT NULL,
	result   TEXT NOT NULL,
	error    TEXT NOT NULL
) STRICT;

CREATE INDEX statements_of_run ON statements (run, seq);

CREATE TABLE units (
	run      INTEGER NOT NULL,
	seq      INTEGER NOT NULL,
	unit     TEXT NOT NULL,
	outcome  TEXT NOT NULL,
	reason   TEXT NOT NULL,
	output   INTEGER NOT NULL,
	printed  INTEGER NOT NULL,
	duration INTEGER NOT NULL,
	cpu      INTEGER NOT NULL,
	leftovers TEXT NOT NULL DEFAULT '', -- JSON, or nothing; since version 4
	PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;

-- All other events, which are few.
CREATE TABLE events (
	run  INTEGER NOT NULL,
	seq  INTEGER NOT NULL,
	kind TEXT NOT NULL,
	body TEXT NOT NULL, -- JSON
	PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE estimates (
	test     INTEGER PRIMARY KEY,
	duration INTEGER NOT NULL,
	runs     INTEGER NOT NULL, -- in which it passed
	failed   INTEGER NOT NULL  -- runs ago; -1 for never
) STRICT;

-- What searches have found out about tests that fail, the latest of each.
CREATE TABLE explanations (
	suite TEXT NOT NULL,
	test  TEXT NOT NULL,
	at    INTEGER NOT NULL,
	run   TEXT NOT NULL, -- ID of the run whose failure it explains; '' if it was no run's
	text  TEXT NOT NULL,
	PRIMARY KEY (suite, test)
) STRICT, WITHOUT ROWID;
