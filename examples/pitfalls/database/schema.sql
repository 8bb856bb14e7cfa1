-- Each pitfall has a table of its own, so that only those tests meet that are
-- meant to.

CREATE TABLE row_people     (name TEXT PRIMARY KEY);
CREATE TABLE shared_parcels (name TEXT PRIMARY KEY);
CREATE TABLE brittle_users  (name TEXT PRIMARY KEY);
CREATE TABLE cleaner_flags  (name TEXT PRIMARY KEY, enabled INTEGER NOT NULL);
CREATE TABLE accumulation_visits (id INTEGER PRIMARY KEY);
CREATE TABLE unordered_crates (n INTEGER NOT NULL);
CREATE TABLE locks_visits   (n INTEGER NOT NULL);
CREATE TABLE disk_pages     (n INTEGER NOT NULL);

-- The primary key is the order in which SQLite finds rows whose ticks are
-- equal: by name, not by joining.
CREATE TABLE members (
    club TEXT    NOT NULL,
    name TEXT    NOT NULL,
    tick INTEGER NOT NULL, -- of 20 ms, since 1970
    id   INTEGER NOT NULL,
    PRIMARY KEY (club, name)
) WITHOUT ROWID;

INSERT INTO cleaner_flags VALUES ('checkout', 1);
