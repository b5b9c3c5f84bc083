package drivertest

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// constraints: what a constraint refuses is a ConstraintError that says as much as the database tells.
func constraints(s *suite) {
	q := s.sql
	s.must(s.db,
		fmt.Sprintf("CREATE TABLE parents (id %s PRIMARY KEY)", q.Int),
		fmt.Sprintf(`CREATE TABLE children (id %s PRIMARY KEY, parent %s CONSTRAINT child_parent REFERENCES parents (id),
			a %s, b %s, name %s NOT NULL, age %s CONSTRAINT of_age CHECK (age >= 18), CONSTRAINT pair UNIQUE (a, b))`,
			q.Int, q.Int, q.Int, q.Int, q.Text, q.Int),
		"INSERT INTO parents VALUES (1)",
		"INSERT INTO children VALUES (1, 1, 5, 6, 'x', 20)")
	for _, c := range []struct {
		sql  string
		want driver.ConstraintError
	}{
		{"INSERT INTO children VALUES (1, 1, 0, 0, 'y', 20)", driver.ConstraintError{Kind: driver.Unique, Table: "children", Columns: []string{"id"}}},
		{"INSERT INTO children VALUES (2, 1, 5, 6, 'y', 20)", driver.ConstraintError{Kind: driver.Unique, Table: "children", Columns: []string{"a", "b"}}},
		{"INSERT INTO children VALUES (2, 1, 0, 0, NULL, 20)", driver.ConstraintError{Kind: driver.NotNull, Table: "children", Columns: []string{"name"}}},
		{"INSERT INTO children VALUES (2, 1, 0, 0, 'y', 17)", driver.ConstraintError{Kind: driver.Check, Constraint: "of_age"}},
		{"INSERT INTO children VALUES (2, 99, 0, 0, 'y', 20)", driver.ConstraintError{Kind: driver.ForeignKey}},
		{"DELETE FROM parents", driver.ConstraintError{Kind: driver.ForeignKey}},
	} {
		err := s.run(s.db, write(c.sql))
		var got *driver.ConstraintError
		require.ErrorAs(s, err, &got, c.sql)
		require.Equal(s, c.want.Kind, got.Kind, c.sql)
		if c.want.Table != "" {
			require.Equal(s, c.want.Table, got.Table, c.sql)
		}
		if c.want.Columns != nil && got.Columns != nil {
			require.Equal(s, c.want.Columns, got.Columns, c.sql)
		}
		require.True(s, got.Columns != nil || got.Constraint != "" || c.want.Kind == driver.ForeignKey && !q.NamesForeignKeys, "says nothing: %v", err)
		if c.want.Constraint != "" {
			require.Equal(s, c.want.Constraint, got.Constraint)
		}
		require.Error(s, got.Err, "the database's own error is kept")
	}
	require.Equal(s, []int64{1}, s.ints(s.db, "SELECT id FROM children"))
}

// badStatements: what cannot run fails alone, and clearly.
func badStatements(s *suite) {
	s.tally()
	require.Error(s, s.run(s.db, read("SELEC 1", 1, nil)))
	require.ErrorIs(s, s.run(s.db, read("SELECT missing FROM tally", 1, nil)), driver.ErrSchema)
	require.ErrorIs(s, s.run(s.db, read("SELECT n FROM nowhere", 1, nil)), driver.ErrSchema)
	require.Error(s, s.run(s.db, s.put2(query.IntArg(1), query.IntArg(2))), "more arguments than placeholders")
	require.Error(s, s.run(s.db, s.put2()), "fewer arguments than placeholders")
	require.Error(s, s.run(s.db, s.put2(query.DecimalArg("twelve"))))
	require.Error(s, s.run(s.db, read("INSERT INTO tally VALUES (5)", 0, nil)), "a write that says it reads")
	require.Empty(s, s.ints(s.db, readTally))
	s.works()
}

func (s *suite) put2(args ...driver.Value) *driver.Op {
	op := s.put(0)
	op.Args = args
	return op
}
