CREATE TABLE orders (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people,
    state     TEXT    NOT NULL DEFAULT 'open'
              CHECK (state IN ('open', 'paid', 'shipped', 'cancelled', 'refunded')),
    placed    INTEGER NOT NULL -- milliseconds since 1970
);

CREATE TABLE order_lines (
    order_id   INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
    product_id INTEGER NOT NULL REFERENCES products,
    quantity   INTEGER NOT NULL CHECK (quantity > 0),
    price      INTEGER NOT NULL, -- cents, when the order was placed
    total      INTEGER GENERATED ALWAYS AS (quantity * price) STORED,
    PRIMARY KEY (order_id, product_id)
);

CREATE TABLE order_events (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
    state    TEXT    NOT NULL
);

CREATE TRIGGER order_placed AFTER INSERT ON orders BEGIN
    INSERT INTO order_events (order_id, state) VALUES (NEW.id, NEW.state);
END;

CREATE TRIGGER order_changed AFTER UPDATE OF state ON orders BEGIN
    INSERT INTO order_events (order_id, state) VALUES (NEW.id, NEW.state);
END;
