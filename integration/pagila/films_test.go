package pagila

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pagila/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Films with their language and the language that they were made in: two keys to one table, joined in one statement.
func TestFilmsWithBothLanguages(t *testing.T) {
	t.Parallel()
	db := open(t)
	// Nobody has noted original languages yet.
	for film, language := range map[int64]int64{3: 5, 7: 2, 11: 6} {
		n, err := models.Films.Using(db).Filter(models.Films.FilmID.Eq(film)).Update(t.Context(), models.Films.OriginalLanguageID.Set(language))
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
	}

	q := models.Films.Using(db).
		SelectRelated(models.Films.Language, models.Films.OriginalLanguage).
		OrderBy(models.Films.FilmID.Asc()).
		Limit(12)

	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, films []*models.Film) {
		want := db.Ask(t, `SELECT f.title, l.name, o.name FROM film f JOIN language l USING (language_id)
			LEFT JOIN language o ON o.language_id = f.original_language_id ORDER BY film_id LIMIT 12`)
		require.Contains(t, want[2], "French", "a question without an answer shows nothing")
		require.Equal(t, want, voices.Lines(films, func(f *models.Film) string {
			original := ""
			if o := voices.Got(t, f.OriginalLanguage); o != nil {
				original = o.Name
			}
			return voices.Line(f.Title, voices.Got(t, f.Language).Name, original)
		}))
	})

	t.Run("of one original language", func(t *testing.T) {
		q := models.Languages.Using(db).
			Filter(models.Languages.OriginalLanguageFilms.Any()).
			PrefetchRelated(models.Languages.OriginalLanguageFilms).
			OrderBy(models.Languages.LanguageID.Asc())
		voices.Ask(t, 2, q.All, q.AllAsync, func(t *testing.T, languages []*models.Language) {
			require.Equal(t, db.Ask(t, `SELECT l.name, f.title FROM language l JOIN film f ON f.original_language_id = l.language_id ORDER BY l.language_id`),
				voices.Lines(languages, func(l *models.Language) string {
					return voices.Line(l.Name, voices.Got(t, l.OriginalLanguageFilms)[0].Title)
				}))
		})
	})
}

// How many films there are of each rating, in the order of the enum's values, which is not that of the alphabet.
func TestFilmsByRating(t *testing.T) {
	t.Parallel()
	db := open(t)

	type group struct {
		Rating orm.Null[models.MpaaRating]
		Films  int64
	}
	q := orm.Project(models.Films.Using(db).OrderBy(models.Films.Rating.Asc()), func(g *group) []query.Bind[models.Film] {
		return []query.Bind[models.Film]{query.IntoNull(models.Films.Rating, &g.Rating), query.CountAll[models.Film]().Into(&g.Films)}
	})
	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, groups []group) {
		require.Equal(t, db.Ask(t, `SELECT rating, count(*) FROM film GROUP BY 1 ORDER BY 1`),
			voices.Lines(groups, func(g group) string { return voices.Line(g.Rating, g.Films) }))
		require.Equal(t, models.MpaaRatingValues, func() (all []models.MpaaRating) {
			for _, g := range groups {
				all = append(all, g.Rating.V)
			}
			return all
		}())
	})

	for name, test := range map[string]struct {
		condition query.Condition[models.Film]
		sql       string
	}{
		"one":     {models.Films.Rating.Eq(models.MpaaRatingPg13), `rating = 'PG-13'`},
		"not one": {models.Films.Rating.Ne(models.MpaaRatingPg13), `rating <> 'PG-13'`},
		"some":    {models.Films.Rating.In(models.MpaaRatingG, models.MpaaRatingNc17), `rating IN ('G', 'NC-17')`},
		"no such": {models.Films.Rating.NotIn(models.MpaaRatingValues...), `false`},
		"none":    {models.Films.Rating.IsNull(), `rating IS NULL`},
	} {
		t.Run(name, func(t *testing.T) {
			q := models.Films.Using(db).Filter(test.condition)
			voices.Ask(t, 1, q.Count, q.CountAsync, func(t *testing.T, n int64) {
				require.Equal(t, db.Ask(t, `SELECT count(*) FROM film WHERE `+test.sql), []string{voices.Line(n)})
			})
		})
	}
	t.Run("a rating that is none", func(t *testing.T) {
		_, err := models.Films.Using(db).Filter(models.Films.Rating.Eq("X")).All(t.Context())
		require.ErrorContains(t, err, "mpaa_rating")
	})
}

// Films longer than the average of their category: an average over the rows at the end of two to-many relations, compared
// with the row's own length.
func TestFilmsLongerThanTheirCategory(t *testing.T) {
	t.Parallel()
	db := open(t)

	average := query.AvgOf(query.ThroughMany(models.Films.Categories, models.Categories.Films), models.Films.Length)
	q := models.Films.Using(db).
		Filter(query.Compare(query.As(average, models.Films.Length), query.OpGt, average)).
		OrderBy(models.Films.Title.Asc())

	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, films []*models.Film) {
		want := db.Ask(t, `SELECT title, length FROM film f WHERE length > (SELECT avg(o.length) FROM film_category mine
			JOIN film_category theirs USING (category_id) JOIN film o ON o.film_id = theirs.film_id WHERE mine.film_id = f.film_id) ORDER BY 1`)
		require.Greater(t, len(want), 400)
		require.Equal(t, want, voices.Lines(films, func(f *models.Film) string { return voices.Line(f.Title, f.Length) }))
	})
}

// Films that were never rented: there is no rental at the end of the path over the copies.
func TestFilmsNeverRented(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Films.Using(db).
		Filter(query.ThroughMany(models.Films.Inventories, models.Inventories.Rentals).None()).
		OrderBy(models.Films.Title.Asc())

	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, films []*models.Film) {
		want := db.Ask(t, `SELECT title FROM film WHERE film_id NOT IN (SELECT film_id FROM inventory JOIN rental USING (inventory_id)) ORDER BY 1`)
		require.NotEmpty(t, want)
		require.Equal(t, want, voices.Lines(films, func(f *models.Film) string { return f.Title }))
	})
}

// What is in a view, a materialized one included once it has been filled.
func TestViews(t *testing.T) {
	t.Parallel()
	db := open(t)

	list := models.FilmLists.Using(db).Filter(models.FilmLists.Category.Eq("Horror")).OrderBy(models.FilmLists.Fid.Asc()).Limit(5)
	voices.Ask(t, 1, list.All, list.AllAsync, func(t *testing.T, films []*models.FilmList) {
		require.Equal(t, db.Ask(t, `SELECT fid, title, price, rating, actors FROM film_list WHERE category = 'Horror' ORDER BY fid LIMIT 5`),
			voices.Lines(films, func(f *models.FilmList) string { return voices.Line(f.Fid, f.Title, f.Price, f.Rating, f.Actors) }))
	})

	_, err := models.RentalByCategories.Using(db).All(t.Context())
	require.ErrorContains(t, err, "has not been populated")
	require.NoError(t, orm.Script(t.Context(), db, `REFRESH MATERIALIZED VIEW rental_by_category`))
	best := models.RentalByCategories.Using(db).OrderBy(models.RentalByCategories.TotalSales.Desc())
	voices.Ask(t, 1, best.All, best.AllAsync, func(t *testing.T, categories []*models.RentalByCategory) {
		want := db.Ask(t, `SELECT category, total_sales FROM rental_by_category ORDER BY 2 DESC`)
		require.Len(t, want, 16)
		require.Equal(t, want, voices.Lines(categories, func(c *models.RentalByCategory) string {
			return voices.Line(c.Category, c.TotalSales.V.StringFixed(2))
		}))
	})
	require.ErrorIs(t, models.FilmLists.Using(db).Create(t.Context(), &models.FilmList{}), orm.ErrUnsupported)
}
