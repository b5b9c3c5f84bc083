package outcomes

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestScopesBetweenMigrations is the same for scopes one after another, with migrations in between by somebody else, so
// that what is known of statements is out of date.
func TestScopesBetweenMigrations(t *testing.T) {
	t.Parallel()
	for _, connections := range []int{1, 3} {
		t.Run(fmt.Sprint("Postgres with ", connections), func(t *testing.T) {
			t.Parallel()
			here, there := onPostgres(t), onPostgres(t)
			db, alone := here.open(t, connections), there.open(t, 1)
			defer func() { require.NoError(t, db.Close()) }()
			defer func() { require.NoError(t, alone.Close()) }()
			rapid.Check(t, func(t *rapid.T) {
				for _, d := range []*database{here, there} {
					d.run(t, asItWas)
					d.reset(t)
				}
				var perhaps []string
				for range rapid.IntRange(2, 4).Draw(t, "rounds") {
					perhaps = append(perhaps, round(t, db, alone, []program{programIn(place{area: areas[0], postgres: true, moving: true}, 6).Draw(t, "program")}, true)...)
					sameTables(t, here, there, perhaps)
					migration := rapid.SampledFrom(migrations).Draw(t, "migration")
					here.run(t, migration)
					there.run(t, migration)
				}
			})
			here.run(t, asItWas)
		})
	}
}

// migrations can be run in any order, and again.
var migrations = []string{
	`ALTER TABLE players ADD COLUMN IF NOT EXISTS extra integer DEFAULT 7`,
	`ALTER TABLE players ALTER COLUMN shirt TYPE bigint`,
	`ALTER TABLE players ALTER COLUMN shirt TYPE integer`,
	`ALTER TABLE seats ALTER COLUMN line TYPE bigint`,
	`ALTER TABLE seats ALTER COLUMN line TYPE integer`,
	`ALTER TABLE badges ALTER COLUMN mark TYPE varchar(40)`,
	`ALTER TABLE badges ALTER COLUMN mark TYPE text`,
	`DROP VIEW ratios; CREATE VIEW ratios AS SELECT id, team_id, (12 / (score - 3))::integer AS ratio FROM players`,
	`DROP VIEW ratios; CREATE VIEW ratios AS SELECT id, team_id, 12 / (score - 3) AS ratio FROM players`,
	`BEGIN; ALTER TABLE teams RENAME TO teams_before; CREATE TABLE teams (name text NOT NULL UNIQUE CHECK (name <> 'refused'), id bigint PRIMARY KEY);
	 INSERT INTO teams (id, name) SELECT id, name FROM teams_before;
	 ALTER TABLE players DROP CONSTRAINT players_team_id_fkey, ADD FOREIGN KEY (team_id) REFERENCES teams;
	 ALTER TABLE pledges DROP CONSTRAINT pledges_team_id_fkey, ADD FOREIGN KEY (team_id) REFERENCES teams DEFERRABLE INITIALLY DEFERRED;
	 DROP TABLE teams_before; ALTER INDEX teams_name_key1 RENAME TO teams_name_key; ALTER INDEX teams_pkey1 RENAME TO teams_pkey; COMMIT`,
	`SELECT 'nothing'`,
}

// asItWas undoes migrations.
const asItWas = `
	ALTER TABLE players DROP COLUMN IF EXISTS extra, ALTER COLUMN shirt TYPE integer;
	ALTER TABLE seats ALTER COLUMN line TYPE integer;
	ALTER TABLE badges ALTER COLUMN mark TYPE text;
	DROP VIEW ratios;
	CREATE VIEW ratios AS SELECT id, team_id, 12 / (score - 3) AS ratio FROM players`
