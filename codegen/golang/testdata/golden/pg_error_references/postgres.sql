CREATE TABLE customers (shop bigint, id bigint, PRIMARY KEY (shop, id));
CREATE TABLE payments (id bigint PRIMARY KEY, customer_id bigint, shop_id bigint, other bigint);
