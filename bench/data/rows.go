// Package data makes the rows of the benchmark and puts them into the databases. They are the same each time.
package data

import (
	"fmt"
	"time"
)

// How many rows there are of each.
const (
	Authors    = 1_000
	Publishers = 50
	Books      = 20_000 // 100,000 in the tables of Postgres while growth is measured: see [Grow]
	Tags       = 200
)

var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// Author is a row of authors.
type Author struct {
	ID        int64
	Name      string
	Email     string
	Bio       *string
	CreatedAt time.Time
}

// Publisher is a row of publishers.
type Publisher struct {
	ID   int64
	Name string
}

// Book is a row of books.
type Book struct {
	ID          int64
	Title       string
	AuthorID    int64
	PublisherID *int64
	PriceCents  int64
	PublishedOn time.Time
}

// Tag is a row of tags.
type Tag struct {
	ID   int64
	Name string
}

// AuthorOf is the author with this id; two of three have a bio.
func AuthorOf(id int) Author {
	a := Author{
		ID: int64(id), Name: fmt.Sprintf("Author Number %04d", id), Email: fmt.Sprintf("author%04d@example.com", id),
		CreatedAt: epoch.Add(time.Duration(id) * time.Hour),
	}
	if id%3 != 0 {
		bio := fmt.Sprintf("Author %d has written several books about topic %d and lives somewhere nice.", id, id%37)
		a.Bio = &bio
	}
	return a
}

// PublisherOf is the publisher with this id.
func PublisherOf(id int) Publisher {
	return Publisher{ID: int64(id), Name: fmt.Sprintf("Publisher House %02d", id)}
}

// TagOf is the tag with this id.
func TagOf(id int) Tag { return Tag{ID: int64(id), Name: fmt.Sprintf("tag-%03d", id)} }

// BookOf is the book with this id; one of ten has no publisher.
func BookOf(id int) Book {
	b := Book{
		ID: int64(id), Title: fmt.Sprintf("The Book of Things, Volume %05d", id), AuthorID: int64(1 + (id*7919)%Authors),
		PriceCents: int64(500 + (id*2654435)%5000), PublishedOn: epoch.Add(time.Duration((id*48271)%8000) * 24 * time.Hour),
	}
	if id%10 != 0 {
		publisher := int64(1 + (id/7)%Publishers)
		b.PublisherID = &publisher
	}
	return b
}

// NewBooks are n books to insert: the database makes their ids.
func NewBooks(n int) []Book {
	books := make([]Book, n)
	for i := range books {
		books[i] = BookOf(i + 1)
		books[i].ID = 0
	}
	return books
}

// TagsOf are the ids of a book's tags, three on average.
func TagsOf(book int) []int64 {
	var ids []int64
	for k := range 2 + book%3 {
		ids = append(ids, int64(1+(book*31+k*61)%Tags))
	}
	return ids
}
