-- What futures are tried on. Ids come in areas of a hundred, so that scopes that run side by side can have one each.

CREATE TABLE teams (
    id bigint PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (name <> 'refused')
);

CREATE TABLE players (
    id bigint PRIMARY KEY,
    team_id bigint NOT NULL REFERENCES teams,
    name text NOT NULL,
    shirt integer NOT NULL,
    score bigint NOT NULL CHECK (score >= 0),
    UNIQUE (team_id, shirt)
);

-- A mark may be one that cannot be read, or whose reading panics.
CREATE TABLE badges (
    id bigint PRIMARY KEY,
    player_id bigint NOT NULL REFERENCES players ON DELETE CASCADE,
    mark text NOT NULL
);

CREATE TABLE seats (
    line integer,
    place text,
    taker text NOT NULL,
    PRIMARY KEY (line, place)
);

-- A key of four bytes: there are numbers that cannot be looked up.
CREATE TABLE shirts (
    number integer PRIMARY KEY,
    colour text NOT NULL
);

-- Whether the team is there is asked at the end of the transaction.
CREATE TABLE pledges (
    id bigint PRIMARY KEY,
    team_id bigint NOT NULL REFERENCES teams DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE lures (
    id bigint PRIMARY KEY,
    code text NOT NULL
);

CREATE TABLE effects (
    lure_id bigint NOT NULL,
    seen bigint NOT NULL
);

-- Reading a player with a score of 3 fails.
CREATE VIEW ratios AS SELECT id, team_id, 12 / (score - 3) AS ratio FROM players;

-- spring leaves a trace of what it has seen, and fails when it is told to.
CREATE FUNCTION spring(lure bigint, code text) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    INSERT INTO effects SELECT lure, coalesce(sum(score), 0) FROM players WHERE id / 100 = lure / 100 AND id % 100 < 50;
    IF code <> '' THEN
        RAISE EXCEPTION 'sprung' USING ERRCODE = code;
    END IF;
    RETURN lure * 2;
END $$;

CREATE VIEW traps AS SELECT id, spring(id, code) AS sprung FROM lures;

-- Reading a row takes a while.
CREATE VIEW naps AS SELECT id, pg_sleep(0.02)::text AS nap FROM lures;

-- pass takes a while, and then until nobody holds the lock of its number.
CREATE FUNCTION pass(gate bigint) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_sleep(0.05);
    PERFORM pg_advisory_xact_lock_shared(gate);
    RETURN gate;
END $$;

CREATE VIEW gates AS SELECT id, pass(id) AS passed FROM lures;
