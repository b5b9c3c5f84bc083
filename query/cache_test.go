package query_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

// TestCacheShapes shows what makes a shape: everything but the values. What differs in values alone is a hit, which compiles
// nothing and gives the very same plan; a driver keeps prepared statements under it.
func TestCacheShapes(t *testing.T) {
	t.Parallel()
	b, r := &models.Books, &models.Reviews
	books := func(parts ...part) *query.Statement { return rows(&b.Desc, parts...) }
	tests := []struct {
		name string
		a, b *query.Statement
		hit  bool
	}{
		{"other value", books(where(b.ID.Eq(1))), books(where(b.ID.Eq(2))), true},
		{"longer list", books(where(b.ID.In(1))), books(where(b.ID.In(1, 2, 3))), true},
		{"empty list", books(where(b.ID.In(1))), books(where(b.ID.In())), true},
		{"other limit and offset", books(limit(1), offset(1)), books(limit(100), offset(200)), true},
		{"other keys of a link", rows(&r.Desc, link(b.Reviews.Path, query.IntArg(1))), rows(&r.Desc, link(b.Reviews.Path, query.IntArg(4), query.IntArg(5))), true},
		{"other assigned value", statement(query.Update, &b.Desc, sets(b.Stock.Set(1))), statement(query.Update, &b.Desc, sets(b.Stock.Set(2))), true},
		{"shared nodes and built twice", books(where(query.Or(b.ID.Eq(1), b.ID.Eq(1)))), books(where(query.Or(b.ID.Eq(3), b.ID.Eq(4)))), true},
		{"other operator", books(where(b.ID.Eq(1))), books(where(b.ID.Ne(1))), false},
		{"other column", books(where(b.ID.Eq(1))), books(where(b.Stock.Eq(1))), false},
		{"other table", books(), rows(&r.Desc), false},
		{"other kind", books(), statement(query.SelectCount, &b.Desc), false},
		{"and for or", books(where(query.And(b.ID.Eq(1), b.ID.Eq(2)))), books(where(query.Or(b.ID.Eq(1), b.ID.Eq(2)))), false},
		{"two filters for one and", books(where(b.ID.Eq(1), b.ID.Eq(2))), books(where(query.And(b.ID.Eq(1), b.ID.Eq(2)))), false},
		{"filter for exclude", books(where(b.ID.Eq(1))), books(exclude(b.ID.Eq(1))), false},
		{"a limit", books(), books(limit(1)), false},
		{"offset for limit", books(offset(1)), books(limit(1)), false},
		{"direction", books(by(b.ID.Asc())), books(by(b.ID.Desc())), false},
		{"nulls", books(by(b.Subtitle.Asc())), books(by(query.NullsLastIn(b.Subtitle.Asc()))), false},
		{"reverse", books(by(b.ID.Asc())), books(by(b.ID.Asc()), reverse), false},
		{"distinct", books(), books(distinct), false},
		{"columns", books(only(0)), books(only(0, 1)), false},
		{"joined", books(), books(with(b.Author)), false},
		{"other path", books(with(b.Author)), books(with(b.Publisher)), false},
		{"other relation", books(where(b.Reviews.Any())), books(where(b.Tags.Any())), false},
		{"any for none", books(where(b.Reviews.Any())), books(where(b.Reviews.None())), false},
		{"nesting", books(where(query.Or(query.And(b.ID.Eq(1), b.ID.Eq(2)), b.ID.Eq(3)))), books(where(query.Or(query.And(b.ID.Eq(1)), b.ID.Eq(2), b.ID.Eq(3)))), false},
		{"insert or ignore", statement(query.Insert, &b.Desc), statement(query.Insert, &b.Desc, func(st *query.Statement) { st.Ignore = true }), false},
		{"returning", statement(query.Insert, &b.Desc), statement(query.Insert, &b.Desc, func(st *query.Statement) { st.Returning = []int{0} }), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := query.NewCache(query.SQLite, 0)
			p1 := mustPlan(t, c, test.a)
			p2 := mustPlan(t, c, test.b)
			if hit := p1 == p2; hit != test.hit {
				t.Errorf("hit is %t, want %t:\n%s\n%s", hit, test.hit, p1.SQL, p2.SQL)
			}
			want := int64(2)
			if test.hit {
				want = 1
			}
			if got := c.Compiled(); got != want {
				t.Errorf("%d compiled, want %d", got, want)
			}
			if mustPlan(t, c, test.a) != p1 || mustPlan(t, c, test.b) != p2 || c.Compiled() != want {
				t.Error("the plans were not kept")
			}
		})
	}
}

// TestCacheManyKids is about numbers that do not fit a byte: a shape must not take 257 conditions for one.
func TestCacheManyKids(t *testing.T) {
	t.Parallel()
	b := &models.Books
	many := make([]query.Condition[models.Book], 256)
	for i := range many {
		many[i] = b.ID.Eq(int64(i))
	}
	c := query.NewCache(query.SQLite, 0)
	one := mustPlan(t, c, rows(&b.Desc, where(query.And(query.Or(many...)))))
	none := query.Or([]query.Condition[models.Book]{}...)
	flat := mustPlan(t, c, rows(&b.Desc, where(query.And(append([]query.Condition[models.Book]{none}, many...)...))))
	if one == flat {
		t.Errorf("Or of 256 conditions and And of Or() with 256 conditions have one plan: %.120s...", one.SQL)
	}
}

// TestCacheDoesNotKeepErrors shows that a statement that cannot be compiled says so every time, and takes no room.
func TestCacheDoesNotKeepErrors(t *testing.T) {
	t.Parallel()
	c := query.NewCache(query.SQLite, 1)
	kept := mustPlan(t, c, rows(&models.Tags.Desc))
	for range 3 {
		if _, _, err := c.Plan(rows(&models.Tags.Desc, where(models.Books.Title.Eq("x"))), nil); err == nil {
			t.Fatal("a column of another table was compiled")
		}
	}
	if mustPlan(t, c, rows(&models.Tags.Desc)) != kept || c.Compiled() != 1 {
		t.Error("the error pushed a plan out, or was counted")
	}
}

// TestCacheIsBounded shows that a cache holds as many plans as it was told to, and keeps those that are used.
func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	const size = 8
	c := query.NewCache(query.SQLite, size)
	hot := shapeOf(0)
	for i := range 100 {
		mustPlan(t, c, shapeOf(i))
		mustPlan(t, c, hot)
	}
	if got := c.Compiled(); got != 100 {
		t.Errorf("%d compiled, want 100: the plan that was used after each other one should have stayed", got)
	}
	before := c.Compiled()
	for i := range 100 {
		mustPlan(t, c, shapeOf(i))
	}
	if missed := c.Compiled() - before; missed < 100-size {
		t.Errorf("%d of 100 shapes missed: more than %d plans are kept", missed, size)
	}
}

// TestCacheShared uses one small cache from many goroutines, so that hits, misses and evictions meet.
func TestCacheShared(t *testing.T) {
	t.Parallel()
	for _, size := range []int{4, 64} {
		c := query.NewCache(query.SQLite, size)
		var wg sync.WaitGroup
		for g := range 16 {
			wg.Go(func() {
				for i := range 200 {
					n := (i*7 + g) % 12
					p, args, err := c.Plan(shapeOf(n), nil)
					want, _ := planOf(t, shapeOf(n))
					if err != nil || p.SQL != want.SQL || len(args) != n+1 {
						t.Errorf("shape %d: %v, %v", n, p, err)
						return
					}
				}
			})
		}
		wg.Wait()
		if size == 64 && c.Compiled() < 12 {
			t.Errorf("%d compiled", c.Compiled())
		}
	}
}

// shapeOf is a statement with n+1 arguments, and a shape of its own.
func shapeOf(n int) *query.Statement {
	st := rows(&models.Tags.Desc)
	for i := range n + 1 {
		where(models.Tags.Name.Ne(fmt.Sprint(i)))(st)
	}
	return st
}

func mustPlan(t testing.TB, c *query.Cache, st *query.Statement) *query.Plan {
	t.Helper()
	p, _, err := c.Plan(st, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
