// Package rivals says what each library is asked to do; the folders beneath it have one library each.
package rivals

import (
	"context"
	"time"

	"github.com/seed83105465/duet/bench/data"
)

// Rival is a library, and how it does what the cases ask for. A function that is nil is something that it is not
// measured for. Functions are called one at a time. Those that read give what they have read to seen, if that is not
// nil: it is while they are measured.
type Rival struct {
	Name string
	// Get reads a book by its key.
	Get func(ctx context.Context, id int64, seen *Seen) error
	// Filter reads the first hundred books that a filter finds, the latest first.
	Filter func(ctx context.Context, f Filter, seen *Seen) error
	// Read reads books 1 to n.
	Read func(ctx context.Context, n int, seen *Seen) error
	// Join reads books 1 to 1,000, each with its author and its publisher, if it has one.
	Join func(ctx context.Context, seen *Seen) error
	// Prefetch reads authors 1 to 100 with all their books, of which there are about 2,000.
	Prefetch func(ctx context.Context, seen *Seen) error
	// Tagged reads books 1 to n, each with its tags.
	Tagged func(ctx context.Context, n int, seen *Seen) error
	// Insert inserts a book and gives its id.
	Insert func(ctx context.Context, b *data.Book) (id int64, err error)
	// Bulk inserts books, and says how many.
	Bulk func(ctx context.Context, books []data.Book) (n int, err error)
	// Update changes the title and the price of a book.
	Update func(ctx context.Context, id int64, title string, price int64) error
	// Build makes the statement of Filter, and does not send it. What it returns keeps it from being optimized away.
	Build func(f Filter) (int, error)
	// Close closes its connections. It is nil where it has none of its own.
	Close func() error
}

// Filter is a condition of a page of books, put together at run time: parts that are not Has are left out.
type Filter struct {
	Publisher    int64
	MinPrice     int64
	Before       time.Time
	HasPublisher bool
	HasMinPrice  bool
	HasBefore    bool
}

var before = time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)

// FilterOf is the filter that is measured, with all its parts; the publisher changes with i.
func FilterOf(i int) Filter {
	return Filter{
		Publisher: int64(1 + i%data.Publishers), MinPrice: 1500, Before: before,
		HasPublisher: true, HasMinPrice: true, HasBefore: true,
	}
}
