package query_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed83105465/duet/query"
)

// golden is a statement with the SQL that it must become, and its arguments in the order of the placeholders.
type golden struct {
	name string
	st   *query.Statement
	sql  string
	args string
}

func check(t *testing.T, tests []golden) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, args := planOf(t, test.st)
			if diff := cmp.Diff(test.sql, p.SQL); diff != "" {
				t.Errorf("SQL (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.args, show(args)); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
			if want := test.st.Kind >= query.Insert; p.Write != want {
				t.Errorf("Write is %t, want %t", p.Write, want)
			}
		})
	}
}
