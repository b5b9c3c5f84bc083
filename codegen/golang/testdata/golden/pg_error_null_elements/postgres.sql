CREATE TABLE films (id serial PRIMARY KEY, tags text[], title text);
