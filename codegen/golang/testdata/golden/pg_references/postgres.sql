CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE payments (id bigint NOT NULL, customer_id bigint NOT NULL, email text, at date NOT NULL, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE payments_2024 PARTITION OF payments FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE payments_2024 ADD FOREIGN KEY (customer_id) REFERENCES customers;
CREATE VIEW spending AS SELECT customer_id, count(*) AS payments FROM payments GROUP BY 1;
CREATE TABLE notes (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers);
