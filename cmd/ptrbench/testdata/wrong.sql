CREATE TABLE people (id INT PRIMARY KEY);
-- what follows is misspelt
CREATE TABEL orders (
	id INT PRIMARY KEY
);
\include more.sql
