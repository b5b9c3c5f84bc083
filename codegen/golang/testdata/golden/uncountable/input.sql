-- Words without a plural, singular tables, irregular plurals, and a table that is called Tables.
CREATE TABLE news (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES people (id));
CREATE TABLE people (id INTEGER PRIMARY KEY);
CREATE TABLE status (id INTEGER PRIMARY KEY);
CREATE TABLE "tables" (id INTEGER PRIMARY KEY, news_id INTEGER REFERENCES news (id));
