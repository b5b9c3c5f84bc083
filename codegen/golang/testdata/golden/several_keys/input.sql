CREATE TABLE addresses (id INTEGER PRIMARY KEY, city TEXT NOT NULL);
CREATE TABLE orders (
    id                  INTEGER PRIMARY KEY,
    billing_address_id  INTEGER NOT NULL REFERENCES addresses (id),
    shipping_address_id INTEGER NULL REFERENCES addresses (id),
    -- declared twice, is one
    FOREIGN KEY (billing_address_id) REFERENCES addresses (id)
);
