package shop

import (
	"bytes"
	_ "embed" // for the template
	"html/template"
	"net/http"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

//go:embed catalogue.html
var catalogueText string

var cataloguePage = template.Must(template.New("catalogue").Parse(catalogueText))

// catalogue is every book as a page: GET /catalogue. Two statements. The template reads relations through the accessors of
// the models ({{.Author.Name}}), which never ask the database: if one was forgotten here, the page fails with an error that
// names this query, instead of asking once more for each book.
func (s *shop) catalogue(w http.ResponseWriter, r *http.Request) error {
	books, err := models.Books.Using(s.db).
		Filter(models.Books.Status.Eq(models.BookStatusPublished)).
		Defer(models.Books.Cover, models.Books.Metadata).
		SelectRelated(models.Books.Author, models.Books.Publisher).
		PrefetchRelated(models.Books.Tags.OrderBy(models.Tags.Name.Asc())).
		OrderBy(query.Via(models.Books.Author, models.Authors.Name).Asc(), models.Books.Title.Asc(), models.Books.ID.Asc()).
		All(r.Context())
	if err != nil {
		return err
	}
	var page bytes.Buffer // whole or not at all
	if err := cataloguePage.Execute(&page, books); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = page.WriteTo(w)
	return err
}
