package ordinary

import (
	"context"
	"fmt"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
)

// Check has every rival do what will be measured, and compares what it reads with what the first reads, row by row and
// value by value, and what it writes with what is there then: inserted counts the books that were inserted, and clean takes
// them away. The error names the rival and the difference.
func Check(ctx context.Context, list []*rivals.Rival, inserted func() (int, error), clean func() error) error {
	base := list[0]
	for name, read := range readings(ctx) {
		want, able, err := seeing(base, read)
		if !able {
			continue // it is not measured here
		}
		if err != nil {
			return fmt.Errorf("%s, %s: %w", name, base.Name, err)
		}
		if len(want.Books)+len(want.Authors) == 0 {
			return fmt.Errorf("%s: %s read nothing", name, base.Name)
		}
		for _, r := range list[1:] {
			got, able, err := seeing(r, read)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", name, r.Name, err)
			}
			if diff := cmp.Diff(want, got); able && diff != "" {
				return fmt.Errorf("%s: %s does not read what %s reads:\n%.2000s", name, r.Name, base.Name, diff)
			}
		}
	}
	for _, r := range list {
		if err := checkWrites(ctx, base, r); err != nil {
			return fmt.Errorf("%s: %w", r.Name, err)
		}
		if err := checkBulk(ctx, base, r, inserted); err != nil {
			return fmt.Errorf("%s: bulk insert: %w", r.Name, err)
		}
		if r.Build != nil {
			if n, err := r.Build(rivals.FilterOf(1)); err != nil || n == 0 {
				return fmt.Errorf("%s builds nothing: %w", r.Name, err)
			}
		}
	}
	return clean()
}

// reading has a rival read, and says whether it can.
type reading func(r *rivals.Rival, seen *rivals.Seen) (able bool, err error)

func seeing(r *rivals.Rival, read reading) (*rivals.Seen, bool, error) {
	seen := new(rivals.Seen)
	able, err := read(r, seen)
	seen.Sort()
	return seen, able, err
}

func readings(ctx context.Context) map[string]reading {
	return map[string]reading{
		Get: func(r *rivals.Rival, seen *rivals.Seen) (bool, error) {
			return r.Get != nil, do(r.Get != nil, func() error { return r.Get(ctx, 4321, seen) })
		},
		Page: func(r *rivals.Rival, seen *rivals.Seen) (bool, error) {
			return r.Filter != nil, do(r.Filter != nil, func() error { return r.Filter(ctx, rivals.FilterOf(7), seen) })
		},
		Read: func(r *rivals.Rival, seen *rivals.Seen) (bool, error) {
			return r.Read != nil, do(r.Read != nil, func() error { return r.Read(ctx, 10_000, seen) })
		},
		Join: func(r *rivals.Rival, seen *rivals.Seen) (bool, error) {
			return r.Join != nil, do(r.Join != nil, func() error { return r.Join(ctx, seen) })
		},
		Prefetch: func(r *rivals.Rival, seen *rivals.Seen) (bool, error) {
			return r.Prefetch != nil, do(r.Prefetch != nil, func() error { return r.Prefetch(ctx, seen) })
		},
		Tagged: func(r *rivals.Rival, seen *rivals.Seen) (bool, error) {
			return r.Tagged != nil, do(r.Tagged != nil, func() error { return r.Tagged(ctx, 100, seen) })
		},
	}
}

func do(able bool, f func() error) error {
	if !able {
		return nil
	}
	return f()
}

// checkWrites has a rival write, and reads with the base what is there then.
func checkWrites(ctx context.Context, base, r *rivals.Rival) error {
	book := data.BookOf(3)
	if r.Insert != nil {
		id, err := r.Insert(ctx, &book)
		if err != nil {
			return fmt.Errorf("insert: %w", err)
		}
		if id <= data.Books {
			return fmt.Errorf("insert: the id is %d, which is not a new one", id)
		}
		want := book
		want.ID = id
		if err := expect(ctx, base, want); err != nil {
			return fmt.Errorf("insert: %w", err)
		}
	}
	if r.Update != nil {
		want := data.BookOf(77)
		want.Title, want.PriceCents = "written by "+r.Name, 999
		if err := r.Update(ctx, want.ID, want.Title, want.PriceCents); err != nil {
			return fmt.Errorf("update: %w", err)
		}
		if err := expect(ctx, base, want); err != nil {
			return fmt.Errorf("update: %w", err)
		}
		back := data.BookOf(77)
		return r.Update(ctx, back.ID, back.Title, back.PriceCents)
	}
	return nil
}

// checkBulk has a rival insert a thousand books, and counts them. Where it gives their ids, they are those of the books.
func checkBulk(ctx context.Context, base, r *rivals.Rival, inserted func() (int, error)) error {
	if r.Bulk == nil {
		return nil
	}
	before, err := inserted()
	if err != nil {
		return err
	}
	books := data.NewBooks(1000)
	n, err := r.Bulk(ctx, books)
	if err != nil {
		return err
	}
	after, err := inserted()
	if err != nil {
		return err
	}
	if n != len(books) || after-before != len(books) {
		return fmt.Errorf("it says %d rows, and there are %d", n, after-before)
	}
	for _, b := range []data.Book{books[0], books[len(books)-1]} {
		if b.ID == 0 {
			continue
		}
		if err := expect(ctx, base, b); err != nil {
			return err
		}
	}
	return nil
}

// expect reads a book with the base and compares it.
func expect(ctx context.Context, base *rivals.Rival, want data.Book) error {
	seen := new(rivals.Seen)
	if err := base.Get(ctx, want.ID, seen); err != nil {
		return err
	}
	if diff := cmp.Diff(want, seen.Books[0].Book, cmp.Comparer(func(x, y time.Time) bool { return x.Equal(y) })); diff != "" {
		return fmt.Errorf("what is there then is not what was written:\n%s", diff)
	}
	return nil
}
