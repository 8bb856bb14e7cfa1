CREATE TABLE people (
    id     INTEGER PRIMARY KEY,
    email  TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    name   TEXT    NOT NULL CHECK (name <> ''),
    joined INTEGER NOT NULL -- milliseconds since 1970
);

CREATE TABLE addresses (
    person_id INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    kind      TEXT    NOT NULL CHECK (kind IN ('billing', 'delivery')),
    street    TEXT    NOT NULL,
    city      TEXT    NOT NULL,
    country   TEXT    NOT NULL CHECK (length(country) = 2),
    PRIMARY KEY (person_id, kind)
);
