package rivals

import (
	"cmp"
	"slices"
	"time"

	"github.com/seed83105465/duet/bench/data"
)

// Seen is what a rival has read, for comparing it with what others read. The nil Seen takes nothing.
type Seen struct {
	Books   []BookRow
	Authors []AuthorRow
}

// BookRow is a book, with what was read along.
type BookRow struct {
	data.Book
	Author    *data.Author
	Publisher *data.Publisher
	Tags      []data.Tag
}

// AuthorRow is an author, with the books that were read along.
type AuthorRow struct {
	data.Author
	Books []data.Book
}

// SeeBooks adds books that were read without anything else.
func SeeBooks[T any](s *Seen, rows []T, book func(*T) data.Book) {
	if s == nil {
		return
	}
	for i := range rows {
		s.Books = append(s.Books, BookRow{Book: book(&rows[i])})
	}
}

// Sort puts in order what no query ordered, and all times in one zone.
func (s *Seen) Sort() {
	utc := func(t *time.Time) { *t = t.UTC() }
	for i := range s.Books {
		b := &s.Books[i]
		utc(&b.PublishedOn)
		if b.Author != nil {
			utc(&b.Author.CreatedAt)
		}
		slices.SortFunc(b.Tags, func(x, y data.Tag) int { return cmp.Compare(x.ID, y.ID) })
	}
	for i := range s.Authors {
		a := &s.Authors[i]
		utc(&a.CreatedAt)
		for k := range a.Books {
			utc(&a.Books[k].PublishedOn)
		}
		slices.SortFunc(a.Books, func(x, y data.Book) int { return cmp.Compare(x.ID, y.ID) })
	}
}
