package shop

import (
	"time"

	"github.com/seed83105465/duet/models"
)

// bookView is a book as clients see it. A model has JSON of its own, with what was loaded; but what a public API shows is
// chosen here: customers' addresses are in the models, too.
type bookView struct {
	ID        int64    `json:"id"`
	Title     string   `json:"title"`
	Author    string   `json:"author"`
	Publisher string   `json:"publisher,omitempty"`
	Price     string   `json:"price"`
	Stock     int64    `json:"stock"`
	Status    string   `json:"status"`
	Tags      []string `json:"tags"`
}

// viewOf reads relations through their accessors: one that was not loaded is an error that says what to add to the query, and never a query.
func viewOf(b *models.Book) (bookView, error) {
	v := bookView{ID: b.ID, Title: b.Title, Price: b.Price.StringFixed(2), Stock: b.Stock, Status: string(b.Status), Tags: []string{}}
	author, err := b.Author()
	if err != nil {
		return v, err
	}
	v.Author = author.Name
	publisher, err := b.Publisher()
	if err != nil {
		return v, err
	}
	if publisher != nil { // not every book has one
		v.Publisher = publisher.Name
	}
	tags, err := b.Tags()
	if err != nil {
		return v, err
	}
	for _, tag := range tags {
		v.Tags = append(v.Tags, tag.Name)
	}
	return v, nil
}

func viewsOf(books []*models.Book) ([]bookView, error) {
	views := make([]bookView, len(books))
	for i, b := range books {
		v, err := viewOf(b)
		if err != nil {
			return nil, err
		}
		views[i] = v
	}
	return views, nil
}

// reviewView is a review as clients see it: of the customer no more than the name.
type reviewView struct {
	Customer string    `json:"customer"`
	Rating   int64     `json:"rating"`
	Body     string    `json:"body,omitempty"`
	At       time.Time `json:"at"`
}

func reviewViewsOf(reviews []*models.Review) ([]reviewView, error) {
	views := make([]reviewView, len(reviews))
	for i, r := range reviews {
		customer, err := r.Customer()
		if err != nil {
			return nil, err
		}
		views[i] = reviewView{Customer: customer.Name, Rating: r.Rating, Body: r.Body.Or(""), At: r.CreatedAt}
	}
	return views, nil
}
