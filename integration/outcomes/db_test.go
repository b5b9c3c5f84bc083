package outcomes

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed83105465/duet/orm"
)

// TestScopes holds the futures of one scope on a DB against the same calls made one by one.
func TestScopes(t *testing.T) {
	t.Parallel()
	for _, connections := range []int{1, 2, 4} {
		t.Run(fmt.Sprint("Postgres with ", connections), func(t *testing.T) {
			t.Parallel()
			scopes(t, onPostgres(t), onPostgres(t), connections, 1)
		})
	}
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		scopes(t, onSQLite(t), onSQLite(t), 3, 1)
	})
}

// TestScopesAtOnce is the same for scopes that run side by side, each in an area of its own, on few connections.
func TestScopesAtOnce(t *testing.T) {
	t.Parallel()
	t.Run("Postgres", func(t *testing.T) {
		t.Parallel()
		scopes(t, onPostgres(t), onPostgres(t), 2, len(areas))
	})
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		scopes(t, onSQLite(t), onSQLite(t), 2, len(areas))
	})
}

// scopes checks the property with so many scopes at once. One DB lives from one check to the next, so that plans are known,
// and known to be fast; now and then it is a new one.
func scopes(t *testing.T, here, there *database, connections, atOnce int) {
	db, alone := here.open(t, connections), there.open(t, 1)
	defer func() { require.NoError(t, db.Close()) }()
	defer func() { require.NoError(t, alone.Close()) }()
	rapid.Check(t, func(t *rapid.T) {
		if rapid.IntRange(0, 15).Draw(t, "anew") == 0 {
			require.NoError(t, db.Close())
			db = here.open(t, connections)
		}
		here.reset(t)
		there.reset(t)
		var programs []program
		for _, area := range areas[:rapid.IntRange(1, atOnce).Draw(t, "scopes")] {
			programs = append(programs, programIn(place{area: area, postgres: here.postgres}, 12).Draw(t, "program"))
		}
		sameTables(t, here, there, round(t, db, alone, programs, false))
	})
}

// round runs programs at once, and judges them.
func round(t *rapid.T, db, alone *orm.DB, programs []program, migrated bool) (perhaps []string) {
	runs := make([]*run, len(programs))
	inTime(t, func() {
		var all sync.WaitGroup
		for i, p := range programs {
			runs[i] = &run{program: p, on: db}
			all.Go(func() { runs[i].does(context.Background()) })
		}
		all.Wait()
	})
	for _, r := range runs {
		perhaps = append(perhaps, judge(t, r.program, r.became(t), alone, migrated)...)
	}
	return perhaps
}
