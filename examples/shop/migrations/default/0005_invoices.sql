CREATE TABLE invoices (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL UNIQUE REFERENCES orders,
    series   TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    net      INTEGER NOT NULL, -- cents
    vat      INTEGER NOT NULL, -- cents
    gross    INTEGER GENERATED ALWAYS AS (net + vat) VIRTUAL,
    UNIQUE (series, number)
);
