package pagila

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pagila/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// A film comes in with what it is, and gets from the database what it was not given: a key, defaults, and the words that
// a trigger makes of its title. It is found at once, changed, and gone again.
func TestFilmComesAndGoes(t *testing.T) {
	t.Parallel()
	db := open(t)
	ctx := t.Context()

	film := &models.Film{
		Title: "Duet of Gophers", Description: orm.Some("Two voices in a burrow"), LanguageID: 1, RentalDuration: 5, RentalRate: decimal.RequireFromString("0.99"),
		ReplacementCost: decimal.RequireFromString("12.50"), ReleaseYear: orm.Some[int64](2026), SpecialFeatures: orm.Some([]string{"Trailers", `"quoted", {braced}`}),
	}
	require.NoError(t, film.Validate())
	require.NoError(t, models.Films.Using(db).Create(ctx, film))
	require.Equal(t, db.Ask(t, `SELECT film_id, rental_duration, rental_rate, replacement_cost, rating, special_features[2], fulltext FROM film WHERE title = 'Duet of Gophers'`),
		[]string{voices.Line(film.FilmID, film.RentalDuration, film.RentalRate.StringFixed(2), film.ReplacementCost.StringFixed(2), film.Rating, film.SpecialFeatures.V[1], film.Fulltext)})
	require.Equal(t, orm.Some(models.MpaaRatingG), film.Rating)
	require.False(t, film.LastUpdate.IsZero())
	require.Contains(t, film.Fulltext, "'gopher'")
	require.Contains(t, film.Fulltext, "'burrow'")

	found, err := models.Films.Using(db).Filter(query.Search(models.Films.Fulltext, "gophers burrows"), query.ArrayContains(models.Films.SpecialFeatures, `"quoted", {braced}`)).Get(ctx)
	require.NoError(t, err)
	require.True(t, found.Equal(film))

	before := found.LastUpdate
	found.Title, found.SpecialFeatures = "Duet of Marmots", orm.Some([]string{})
	require.NoError(t, models.Films.Using(db).Save(ctx, found))
	again, err := models.Films.Using(db).Filter(models.Films.FilmID.Eq(film.FilmID)).Get(ctx)
	require.NoError(t, err)
	require.Contains(t, again.Fulltext, "'marmot'", "the trigger ran")
	require.True(t, again.LastUpdate.After(before), "the other one too")
	require.Equal(t, orm.Some([]string{}), again.SpecialFeatures)

	n, err := models.Films.Using(db).Filter(models.Films.Title.Eq("Duet of Marmots")).Delete(ctx)
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
}

// What the domain year does not allow: Validate says so without asking, and the database says so too.
func TestYearThatIsNone(t *testing.T) {
	t.Parallel()
	db := open(t)
	film := &models.Film{Title: "Before films", LanguageID: 1, ReleaseYear: orm.Some[int64](1850)}
	require.ErrorContains(t, film.Validate(), "ReleaseYear does not satisfy")
	err := models.Films.Using(db).Create(t.Context(), film)
	var refused *orm.ConstraintError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "year_check", refused.Constraint)
	require.Zero(t, film.FilmID, "the row is as it was")

	film = &models.Film{Title: "No such rating", LanguageID: 1, Rating: orm.Some[models.MpaaRating]("X")}
	require.ErrorContains(t, film.Validate(), `Rating is "X", not one of G, PG`)
	require.ErrorContains(t, models.Films.Using(db).Create(t.Context(), film), "mpaa_rating")
}

// Payments go where their time says, in bulk as well; for a time without a partition the database has no place, and takes
// none of the others either.
func TestPaymentsInPartitions(t *testing.T) {
	t.Parallel()
	db := open(t)
	at := func(month time.Month) *models.Payment {
		return &models.Payment{CustomerID: 1, StaffID: 1, RentalID: 1, Amount: decimal.RequireFromString("1.23"), PaymentDate: time.Date(2022, month, 15, 12, 0, 0, 0, time.UTC)}
	}
	rows := []*models.Payment{at(time.January), at(time.April), at(time.July)}
	require.NoError(t, models.Payments.Using(db).BulkCreate(t.Context(), rows))
	require.Equal(t, db.Ask(t, `SELECT tableoid::regclass, payment_id FROM payment WHERE amount = 1.23 ORDER BY 2`), []string{
		voices.Line("payment_p2022_01", rows[0].PaymentID), voices.Line("payment_p2022_04", rows[1].PaymentID), voices.Line("payment_p2022_07", rows[2].PaymentID),
	})

	err := models.Payments.Using(db).BulkCreate(t.Context(), []*models.Payment{at(time.May), at(time.December)})
	require.ErrorContains(t, err, "no partition")
	require.Equal(t, []string{"3"}, db.Ask(t, `SELECT count(*) FROM payment WHERE amount = 1.23`))

	// A row that moves to another month moves to another partition.
	rows[0].PaymentDate = time.Date(2022, time.March, 1, 0, 0, 0, 0, time.UTC)
	n, err := models.Payments.Using(db).Filter(models.Payments.PaymentID.Eq(rows[0].PaymentID)).Update(t.Context(), models.Payments.PaymentDate.Set(rows[0].PaymentDate))
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
	require.Equal(t, []string{"payment_p2022_03"}, db.Ask(t, `SELECT tableoid::regclass FROM payment WHERE payment_id = `+voices.Line(rows[0].PaymentID)))
}

// A film that has copies stays: the error names the key that holds it.
func TestFilmWithCopiesStays(t *testing.T) {
	t.Parallel()
	db := open(t)
	_, err := models.Films.Using(db).Filter(models.Films.FilmID.Eq(1)).Delete(t.Context())
	var refused *orm.ConstraintError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, orm.ForeignKey, refused.Kind)
	require.Contains(t, []string{"film_actor_film_id_fkey", "film_category_film_id_fkey", "inventory_film_id_fkey"}, refused.Constraint)
}
