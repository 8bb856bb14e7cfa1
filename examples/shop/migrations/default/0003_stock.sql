CREATE TABLE stock (
    product_id INTEGER PRIMARY KEY REFERENCES products,
    quantity   INTEGER NOT NULL CHECK (quantity >= 0)
);

CREATE TABLE reservations (
    id         INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products,
    quantity   INTEGER NOT NULL CHECK (quantity > 0),
    expires    INTEGER NOT NULL -- milliseconds since 1970
);

CREATE INDEX reservations_by_product ON reservations (product_id, expires);
