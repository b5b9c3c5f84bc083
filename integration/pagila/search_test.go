package pagila

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pagila/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/query"
)

// Films are found by the words of their descriptions: the tsvector column asked as people write searches, and a text
// column as well.
func TestFullTextSearch(t *testing.T) {
	t.Parallel()
	db := open(t)
	for name, test := range map[string]struct {
		condition query.Condition[models.Film]
		sql       string
	}{
		"words":    {query.Search(models.Films.Fulltext, "shark crocodile"), `fulltext @@ to_tsquery('shark & crocodile')`},
		"endings":  {query.Search(models.Films.Fulltext, "astronauts"), `fulltext @@ to_tsquery('astronaut')`},
		"without":  {query.Search(models.Films.Fulltext, "shark -boat"), `fulltext @@ to_tsquery('shark & !boat')`},
		"or":       {query.Search(models.Films.Fulltext, "moose or robot"), `fulltext @@ to_tsquery('moose | robot')`},
		"phrase":   {query.Search(models.Films.Fulltext, `"mad scientist"`), `fulltext @@ to_tsquery('mad <-> scientist')`},
		"quotes":   {query.Search(models.Films.Fulltext, `it's a 'boat' & :* (`), `fulltext @@ websearch_to_tsquery('it''s a ''boat'' & :* (')`},
		"a text":   {query.Search(models.Films.Title, "dinosaur"), `to_tsvector(title) @@ to_tsquery('dinosaur')`},
		"may null": {query.Search(models.Films.Description, "dentist"), `to_tsvector(description) @@ to_tsquery('dentist')`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := models.Films.Using(db).Filter(test.condition).OrderBy(models.Films.Title.Asc())
			voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, films []*models.Film) {
				want := db.Ask(t, `SELECT title FROM film WHERE `+test.sql+` ORDER BY 1`)
				require.NotEmpty(t, want, "a question without an answer shows nothing")
				require.Equal(t, want, voices.Lines(films, func(f *models.Film) string { return f.Title }))
			})
		})
	}
}

// Films by their special features, an array: with all of some, with any of some, with nothing else than some.
func TestSpecialFeatures(t *testing.T) {
	t.Parallel()
	db := open(t)
	features := models.Films.SpecialFeatures
	for name, test := range map[string]struct {
		condition query.Condition[models.Film]
		sql       string
	}{
		"one":          {query.ArrayContains(features, "Trailers"), `'Trailers' = ANY (special_features)`},
		"both":         {query.ArrayContains(features, "Trailers", "Deleted Scenes"), `special_features @> '{Trailers,Deleted Scenes}'`},
		"either":       {query.ArrayOverlaps(features, "Commentaries", "Deleted Scenes"), `special_features && '{Commentaries,Deleted Scenes}'`},
		"nothing else": {query.ArrayContainedBy(features, "Commentaries", "Trailers"), `special_features <@ '{Commentaries,Trailers}'`},
		"exactly":      {features.Eq([]string{"Trailers", "Commentaries"}), `special_features = '{Trailers,Commentaries}'`},
		"one of":       {features.In([]string{"Trailers"}, []string{"Commentaries"}), `special_features = '{Trailers}' OR special_features = '{Commentaries}'`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := models.Films.Using(db).Filter(test.condition).OrderBy(models.Films.FilmID.Asc())
			voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, films []*models.Film) {
				want := db.Ask(t, `SELECT film_id, title, array_to_string(special_features, ', ') FROM film WHERE `+test.sql+` ORDER BY 1`)
				require.NotEmpty(t, want)
				require.Equal(t, want, voices.Lines(films, func(f *models.Film) string {
					return voices.Line(f.FilmID, f.Title, strings.Join(f.SpecialFeatures.V, ", "))
				}))
			})
		})
	}
}
