package query

import (
	"fmt"
	"testing"
)

// TestHashCollision forces every shape onto one hash: a hit compares the whole shape, so that each still gets its own plan, and
// those that are dropped from the chain leave the others there.
func TestHashCollision(t *testing.T) {
	t.Parallel()
	table := &Table{Name: "t", Columns: make([]Column, 6)}
	for i := range table.Columns {
		table.Columns[i] = Column{Name: fmt.Sprintf("c%d", i), Index: i, Table: table}
	}
	shape := func(i int) *Statement {
		st := &Statement{Select: Select{Table: table}}
		st.Select.Filter(intNode(OpEq, &table.Columns[i], int64(i)))
		return st
	}
	c := NewCache(SQLite, 4)
	c.hash = func([]byte) uint64 { return 1 }
	plan := func(i int) *Plan {
		p, args, err := c.Plan(shape(i), nil)
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf(`SELECT t0."c0", t0."c1", t0."c2", t0."c3", t0."c4", t0."c5" FROM "t" AS t0 WHERE t0."c%d" = ?`, i)
		if p.SQL != want || len(args) != 1 || args[0].Int() != int64(i) {
			t.Fatalf("shape %d has the plan %s with %v", i, p.SQL, args)
		}
		return p
	}
	a, b := plan(0), plan(1)
	if a == b {
		t.Fatal("two shapes of one hash have one plan")
	}
	if plan(0) != a || plan(1) != b || c.Compiled() != 2 {
		t.Errorf("%d compiled, want 2: a shape was not found again behind another of its hash", c.Compiled())
	}
	for round := range 5 { // six shapes in room for four: the chain is cut at its head, in its middle and at its end
		for i := range 6 {
			plan((i*5 + round) % 6)
		}
	}
	n := 0
	for e := c.plans[1]; e != nil; e = e.next {
		n++
	}
	if n != 4 || len(c.order) != 4 {
		t.Errorf("%d plans in the chain and %d on the clock, want 4", n, len(c.order))
	}
}
