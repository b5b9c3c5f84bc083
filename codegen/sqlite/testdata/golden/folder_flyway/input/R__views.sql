CREATE VIEW everyone AS SELECT * FROM people;
