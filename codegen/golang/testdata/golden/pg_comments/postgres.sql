CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE people (id serial PRIMARY KEY, mood mood);
CREATE VIEW moods AS SELECT DISTINCT mood FROM people;
COMMENT ON TYPE mood IS 'How a person feels';
COMMENT ON TABLE people IS 'Everybody we know.
Nobody else.';
COMMENT ON COLUMN people.mood IS 'as of today';
COMMENT ON VIEW moods IS 'What there is';
