CREATE TABLE categories (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    sku         TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    category_id INTEGER NOT NULL REFERENCES categories,
    price       INTEGER NOT NULL CHECK (price >= 0), -- cents
    retired     INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX products_by_category ON products (category_id, name);

INSERT INTO categories (name) VALUES ('Uncategorised');
