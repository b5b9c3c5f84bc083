package shop

import (
	"net/http"
	"strconv"

	"github.com/seed83105465/duet/models"
)

// book is one book with its reviews: GET /books/{id}. Three statements: the book with author and publisher, its tags, its
// reviews with their customers.
func (s *shop) book(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return badRequest("the id of a book is a number", err)
	}
	book, err := models.Books.Using(s.db).
		Filter(models.Books.ID.Eq(id)).
		SelectRelated(models.Books.Author, models.Books.Publisher).
		PrefetchRelated(
			models.Books.Tags.OrderBy(models.Tags.Name.Asc()),
			models.Books.Reviews.
				OrderBy(models.Reviews.CreatedAt.Desc(), models.Reviews.ID.Desc()).
				SelectRelated(models.Reviews.Customer)).
		Get(r.Context())
	if err != nil {
		return err // orm.ErrNotFound is a 404
	}
	page := struct {
		bookView
		Subtitle string       `json:"subtitle,omitempty"`
		Reviews  []reviewView `json:"reviews"`
	}{Subtitle: book.Subtitle.Or("")}
	if page.bookView, err = viewOf(book); err != nil {
		return err
	}
	reviews, err := book.Reviews()
	if err != nil {
		return err
	}
	if page.Reviews, err = reviewViewsOf(reviews); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, page)
}
