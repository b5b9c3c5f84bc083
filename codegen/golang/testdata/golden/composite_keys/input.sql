CREATE TABLE tenants (id INTEGER PRIMARY KEY);
CREATE TABLE addresses (tenant_id INTEGER NOT NULL REFERENCES tenants (id), no INTEGER NOT NULL, PRIMARY KEY (tenant_id, no));
CREATE TABLE orders (
    tenant_id           INTEGER NOT NULL REFERENCES tenants (id),
    no                  INTEGER NOT NULL,
    billing_address_no  INTEGER NOT NULL,
    shipping_address_no INTEGER NULL,
    PRIMARY KEY (tenant_id, no),
    FOREIGN KEY (tenant_id, billing_address_no) REFERENCES addresses (tenant_id, no),
    FOREIGN KEY (tenant_id, shipping_address_no) REFERENCES addresses (tenant_id, no)
);
CREATE TABLE lines (
    tenant_id INTEGER NOT NULL,
    order_no  INTEGER NOT NULL,
    line      INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, order_no, line),
    FOREIGN KEY (tenant_id, order_no) REFERENCES orders (tenant_id, no)
);
