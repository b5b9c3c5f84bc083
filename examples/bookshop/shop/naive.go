package shop

import (
	"context"
	"net/http"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

// naive is the mistake that every ORM makes easy: GET /naive. It reads books and lets a helper fetch the author of each.
// book.LoadAuthor(ac) would not compile; but the helper takes a context, and gets that of the request. The guard sees
// that the context belongs to asynchronous code, and the request fails, with an error that says what to write.
func (s *shop) naive(ac orm.AsyncContext, w http.ResponseWriter, r *http.Request) error {
	books, err := models.Books.Using(s.db).Limit(10).AllAsync(ac).Await(ac)
	if err != nil {
		return err
	}
	var lines []string
	for _, book := range books {
		line, err := describe(r.Context(), book)
		if err != nil {
			return err
		}
		lines = append(lines, line)
	}
	return writeJSON(w, http.StatusOK, lines)
}

// describe loads what it needs. In blocking code that is fine.
func describe(ctx context.Context, b *models.Book) (string, error) {
	author, err := b.LoadAuthor(ctx)
	if err != nil {
		return "", err
	}
	return b.Title + ", by " + author.Name, nil
}
