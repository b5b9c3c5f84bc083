CREATE TABLE "Order Items" ("Id" int PRIMARY KEY, "a ""b""" text, "select" int CHECK ("select" > 0), "größe" int);
CREATE TABLE Folded (ID int REFERENCES "Order Items");
CREATE TYPE "Mood" AS ENUM ('A', 'b');
ALTER TABLE folded ADD m "Mood" DEFAULT 'A', ADD ms "Mood"[];
CREATE INDEX ON "Order Items" ((upper("a ""b""")));
