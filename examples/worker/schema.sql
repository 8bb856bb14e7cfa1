CREATE TABLE products(
	name TEXT PRIMARY KEY,
	price INTEGER NOT NULL,
	stock INTEGER NOT NULL CHECK (stock >= 0)
);
CREATE TABLE orders(product TEXT NOT NULL REFERENCES products, amount INTEGER NOT NULL);
CREATE TRIGGER delivered AFTER INSERT ON orders BEGIN
	UPDATE products SET stock = stock - NEW.amount WHERE name = NEW.product;
END;
INSERT INTO products VALUES ('tea', 450, 100), ('coffee', 790, 40);
