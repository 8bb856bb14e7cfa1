CREATE TABLE entries (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL, -- milliseconds since 1970
    actor   TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL
);

CREATE INDEX entries_by_subject ON entries (subject, id);
