CREATE TABLE a (id int);
DO $$ BEGIN CREATE TABLE b (id int); END $$;
