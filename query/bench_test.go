package query_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

// pageOfBooks writes the statement of a list page to st: two conditions, an order and a limit. What is measured is what each request does
// again: making the nodes, and finding the plan.
func pageOfBooks(st *query.Statement, price decimal.Decimal, author int64) {
	b := &models.Books
	*st = query.Statement{Kind: query.SelectRows, Select: query.Select{Table: &b.Desc}}
	st.Select.Filter(b.Price.Gt(price).Node)
	st.Select.Filter(b.AuthorID.Eq(author).Node)
	st.Select.OrderBy(b.ID.Desc().Order)
	st.Select.Limit(100)
}

// pageInStock is the same by whole numbers alone.
func pageInStock(st *query.Statement, stock, author int64) {
	b := &models.Books
	*st = query.Statement{Kind: query.SelectRows, Select: query.Select{Table: &b.Desc}}
	st.Select.Filter(b.Stock.Gt(stock).Node)
	st.Select.Filter(b.AuthorID.Eq(author).Node)
	st.Select.OrderBy(b.ID.Desc().Order)
	st.Select.Limit(100)
}

// BenchmarkPlanHitDecimal is BenchmarkPlanHit with a decimal, which costs what it takes to write itself as text, and one
// allocation more.
func BenchmarkPlanHitDecimal(b *testing.B) {
	c := query.NewCache(query.SQLite, 0)
	price := decimal.RequireFromString("12.50")
	var st query.Statement
	pageOfBooks(&st, price, 1)
	mustPlan(b, c, &st)
	b.ReportAllocs()
	for b.Loop() {
		var st query.Statement
		pageOfBooks(&st, price, 3)
		if _, args, err := c.Plan(&st, nil); err != nil || len(args) != 3 {
			b.Fatal(err)
		}
	}
	if c.Compiled() != 1 {
		b.Fatal("a hit compiled")
	}
}

// BenchmarkPlanHit is to stay within 0.5 us and 4 allocations: a page of books by two whole numbers, as in the case of
// docs/design.md that it is compared with (whose price is a number of cents).
func BenchmarkPlanHit(b *testing.B) {
	c := query.NewCache(query.SQLite, 0)
	b.ReportAllocs()
	for b.Loop() {
		var st query.Statement
		pageInStock(&st, 5, 3)
		if _, args, err := c.Plan(&st, nil); err != nil || len(args) != 3 {
			b.Fatal(err)
		}
	}
}

// BenchmarkPlanFind is finding the plan alone, of a statement that is there.
func BenchmarkPlanFind(b *testing.B) {
	c := query.NewCache(query.SQLite, 0)
	st := new(query.Statement)
	pageOfBooks(st, decimal.RequireFromString("12.50"), 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := c.Plan(st, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCompile is a miss: what the cache saves.
func BenchmarkCompile(b *testing.B) {
	st := new(query.Statement)
	pageOfBooks(st, decimal.RequireFromString("12.50"), 1)
	b.ReportAllocs()
	for b.Loop() {
		planOf(b, st)
	}
}

// TestPlanHitAllocations holds a hit to what it is promised to allocate: a node for each of the three columns that are named, and the
// list of arguments. A value that writes itself as text costs what its own text costs, besides.
func TestPlanHitAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector drops what is pooled at random: CI runs this test without it, too")
	}
	c := query.NewCache(query.SQLite, 0)
	price := decimal.RequireFromString("12.50")
	plan := func(st *query.Statement) {
		if _, _, err := c.Plan(st, nil); err != nil {
			t.Fatal(err)
		}
	}
	text := testing.AllocsPerRun(100, func() { _ = price.String() })
	for _, test := range []struct {
		name  string
		limit float64
		run   func()
	}{
		{"by two whole numbers", 4, func() {
			var st query.Statement
			pageInStock(&st, 5, 3)
			plan(&st)
		}},
		{"by a decimal and a whole number", 5 + text, func() { // one more puts the decimal into an interface
			var st query.Statement
			pageOfBooks(&st, price, 3)
			plan(&st)
		}},
	} {
		got := testing.AllocsPerRun(1000, test.run)
		t.Logf("%s: %.0f allocations, at most %.0f", test.name, got, test.limit)
		if got > test.limit {
			t.Errorf("%s: %.0f allocations, want at most %.0f", test.name, got, test.limit)
		}
	}
}
