-- schema.sql, as far as SQLite has it.

CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> 'refused'));
CREATE TABLE players (
    id INTEGER PRIMARY KEY,
    team_id INTEGER NOT NULL REFERENCES teams,
    name TEXT NOT NULL,
    shirt INTEGER NOT NULL,
    score INTEGER NOT NULL CHECK (score >= 0),
    UNIQUE (team_id, shirt)
);
CREATE TABLE badges (id INTEGER PRIMARY KEY, player_id INTEGER NOT NULL REFERENCES players ON DELETE CASCADE, mark TEXT NOT NULL);
CREATE TABLE seats (line INTEGER NOT NULL, place TEXT NOT NULL, taker TEXT NOT NULL, PRIMARY KEY (line, place));
CREATE TABLE shirts (number INTEGER PRIMARY KEY, colour TEXT NOT NULL);
CREATE TABLE pledges (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES teams DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE lures (id INTEGER PRIMARY KEY, code TEXT NOT NULL);
CREATE TABLE effects (lure_id INTEGER NOT NULL, seen INTEGER NOT NULL);

-- Reading a player with a score of 3 fails: abs of the smallest number.
CREATE VIEW ratios AS SELECT id, team_id, CASE WHEN score = 3 THEN abs(-9223372036854775807 - 1) ELSE 12 / (score - 3) END AS ratio FROM players;
