package pagila

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pagila/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/query"
)

// The actors of films, what else each of them plays in, and of what category that is: three levels of to-many relations,
// four statements, however many films there are.
func TestActorsOfFilmsWithTheirCategories(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Films.Using(db).
		Filter(models.Films.Title.StartsWith("B")).
		PrefetchRelated(models.Films.Actors.OrderBy(models.Actors.ActorID.Asc()).
			PrefetchRelated(models.Actors.Films.OrderBy(models.Films.FilmID.Asc()).
				PrefetchRelated(models.Films.Categories.OrderBy(models.Categories.CategoryID.Asc())))).
		OrderBy(models.Films.FilmID.Asc())

	voices.Ask(t, 4, q.All, q.AllAsync, func(t *testing.T, films []*models.Film) {
		rows := []string{}
		for _, film := range films {
			for _, actor := range voices.Got(t, film.Actors) {
				for _, other := range voices.Got(t, actor.Films) {
					for _, category := range voices.Got(t, other.Categories) {
						rows = append(rows, voices.Line(film.Title, actor.FirstName, actor.LastName, other.Title, category.Name))
					}
				}
			}
		}
		want := db.Ask(t, `SELECT f.title, first_name, last_name, o.title, c.name FROM film f JOIN film_actor USING (film_id)
			JOIN actor a USING (actor_id) JOIN film_actor fa USING (actor_id) JOIN film o ON o.film_id = fa.film_id
			JOIN film_category fc ON fc.film_id = o.film_id JOIN category c USING (category_id)
			WHERE f.title LIKE 'B%' ORDER BY f.film_id, actor_id, o.film_id, category_id`)
		require.Greater(t, len(want), 5000)
		require.Equal(t, want, rows)
	})
}

// Who appeared with an actor: another actor of one of the films. However many films they share, one is there once.
func TestActorsWhoAppearedWith(t *testing.T) {
	t.Parallel()
	db := open(t)

	const penelope = 1
	together := query.ThroughMany(models.Actors.Films, models.Films.Actors)
	q := models.Actors.Using(db).
		Filter(together.Any(models.Actors.ActorID.Eq(penelope)), models.Actors.ActorID.Ne(penelope)).
		OrderBy(models.Actors.LastName.Asc(), models.Actors.ActorID.Asc())

	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, actors []*models.Actor) {
		want := db.Ask(t, `SELECT actor_id, first_name, last_name FROM actor WHERE actor_id <> 1 AND actor_id IN
			(SELECT o.actor_id FROM film_actor p JOIN film_actor o USING (film_id) WHERE p.actor_id = 1) ORDER BY last_name, actor_id`)
		require.NotEmpty(t, want)
		require.Equal(t, want, voices.Lines(actors, func(a *models.Actor) string { return voices.Line(a.ActorID, a.FirstName, a.LastName) }))
	})
}
