CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
-- The key is the reference.
CREATE TABLE profiles (user_id INTEGER PRIMARY KEY REFERENCES users (id), bio TEXT NOT NULL);
-- A unique reference that may be missing.
CREATE TABLE badges (id INTEGER PRIMARY KEY, user_id INTEGER NULL UNIQUE REFERENCES users (id));
-- Unique for some rows only: not one-to-one.
CREATE TABLE addresses (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), is_default BOOLEAN NOT NULL);
CREATE UNIQUE INDEX one_default ON addresses (user_id) WHERE is_default;
-- A reference to a unique column that is not the key.
CREATE TABLE logins (id INTEGER PRIMARY KEY, user_email TEXT NOT NULL REFERENCES users (email));
-- A chain: unique, and to itself.
CREATE TABLE steps (id INTEGER PRIMARY KEY, next_id INTEGER NULL UNIQUE REFERENCES steps (id));
