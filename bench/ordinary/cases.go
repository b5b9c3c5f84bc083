// Package ordinary has the cases that every library is asked for: one query or one write at a time.
package ordinary

import (
	"context"
	"fmt"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/measure"
	"github.com/seed83105465/duet/bench/rivals"
)

// The names of the cases, as results have them.
const (
	Get      = "get by key"
	Page     = "filter + order + limit 100"
	Read     = "read 10,000 rows"
	Join     = "select_related, 1,000 rows, 2 joins"
	Prefetch = "prefetch 100 parents, 2,000 children"
	Tagged   = "many-to-many prefetch"
	Insert   = "insert one, returning"
	Bulk     = "bulk insert 1,000"
	Update   = "update one by key"
	Build    = "building the statement of case 2"

	SQLite = "SQLite, " // goes before those on SQLite
)

// work is what a case asks of a rival: nil where the rival has no way to do it.
type work func(ctx context.Context, r *rivals.Rival) func(i int) error

// cases are all of them, in order. Those that take some microseconds are measured on one CPU.
func cases() []struct {
	name            string
	pinned, inserts bool
	work            work
} {
	fresh := data.NewBooks(1000)
	return []struct {
		name            string
		pinned, inserts bool
		work            work
	}{
		{Get, true, false, func(ctx context.Context, r *rivals.Rival) func(int) error {
			if r.Get == nil {
				return nil
			}
			return func(i int) error { return r.Get(ctx, int64(1+(i*7)%data.Books), nil) }
		}},
		{Page, true, false, func(ctx context.Context, r *rivals.Rival) func(int) error {
			if r.Filter == nil {
				return nil
			}
			return func(i int) error { return r.Filter(ctx, rivals.FilterOf(i), nil) }
		}},
		{Read, false, false, func(ctx context.Context, r *rivals.Rival) func(int) error {
			if r.Read == nil {
				return nil
			}
			return func(int) error { return r.Read(ctx, 10_000, nil) }
		}},
		{Join, false, false, func(ctx context.Context, r *rivals.Rival) func(int) error {
			if r.Join == nil {
				return nil
			}
			return func(int) error { return r.Join(ctx, nil) }
		}},
		{Prefetch, false, false, func(ctx context.Context, r *rivals.Rival) func(int) error {
			if r.Prefetch == nil {
				return nil
			}
			return func(int) error { return r.Prefetch(ctx, nil) }
		}},
		{Tagged, true, false, func(ctx context.Context, r *rivals.Rival) func(int) error {
			if r.Tagged == nil {
				return nil
			}
			return func(int) error { return r.Tagged(ctx, 100, nil) }
		}},
		{Insert, true, true, func(ctx context.Context, r *rivals.Rival) func(int) error {
			if r.Insert == nil {
				return nil
			}
			return func(i int) error {
				_, err := r.Insert(ctx, &fresh[i%len(fresh)])
				return err
			}
		}},
		{Bulk, false, true, func(ctx context.Context, r *rivals.Rival) func(int) error {
			if r.Bulk == nil {
				return nil
			}
			return func(int) error {
				_, err := r.Bulk(ctx, fresh)
				return err
			}
		}},
		{Update, true, false, func(ctx context.Context, r *rivals.Rival) func(int) error {
			if r.Update == nil {
				return nil
			}
			return func(i int) error {
				return r.Update(ctx, int64(1+(i*7)%data.Books), titles[i%len(titles)], int64(500+i%5000))
			}
		}},
		{Build, false, false, func(_ context.Context, r *rivals.Rival) func(int) error {
			if r.Build == nil {
				return nil
			}
			return func(i int) error {
				_, err := r.Build(rivals.FilterOf(i))
				return err
			}
		}},
	}
}

// Names are those of all cases.
func Names() (names []string) {
	for _, c := range cases() {
		names = append(names, c.name)
	}
	return names
}

// titles are what updates write.
var titles = func() (t [64]string) {
	for i := range t {
		t[i] = fmt.Sprintf("The Updated Book of Things, Vol %d", i)
	}
	return t
}()

// Cases makes cases of what the rivals can do, with something before their names. The first rival is the base, and stands
// in each case once more at its end: what it differs by from itself is the noise. Clean takes away what was inserted.
func Cases(ctx context.Context, prefix string, list []*rivals.Rival, clean func() error) []measure.Case {
	var made []measure.Case
	for _, c := range cases() {
		m := measure.Case{Name: prefix + c.name, Pinned: c.pinned}
		if c.inserts {
			m.After = clean
		}
		for _, r := range list {
			if run := c.work(ctx, r); run != nil {
				m.Entries = append(m.Entries, measure.Entry{Name: r.Name, Run: run})
			}
		}
		if len(m.Entries) == 0 {
			continue
		}
		again := m.Entries[0]
		again.Name = measure.Again
		m.Entries = append(m.Entries, again)
		made = append(made, m)
	}
	return made
}
