package outcomes

import (
	"context"
	"fmt"
	"iter"

	"pgregory.net/rapid"

	"github.com/seed83105465/duet/integration/outcomes/marks"
	"github.com/seed83105465/duet/integration/outcomes/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// drawWrite draws a write.
func drawWrite(t *rapid.T, in place) op {
	kinds := []func(*rapid.T, place) op{
		createTeam, createPlayer, createPlayer, createBadge, createPledge, createPledge, createSeats, updatePlayer, updatePlayer, updatePlayers,
		savePlayer, deletePlayer, deleteTeam, upsertSeat, upsertTeam, copySeats, script, dyeShirt,
	}
	return rapid.SampledFrom(kinds).Draw(t, "write")(t, in)
}

// created is a write of one row, which it fills in.
func created[M any](name string, table interface {
	Using(orm.Session) *orm.Query[M]
}, row M, show func(*M) string) op {
	return write(name, func(s orm.Session) typed[struct{}] {
		row := row
		q := table.Using(s)
		return typed[struct{}]{
			func(ctx context.Context) (struct{}, error) { return struct{}{}, q.Create(ctx, &row) },
			func(ac orm.AsyncContext) *orm.Future[struct{}] { return q.CreateAsync(ac, &row) },
			func(struct{}) string { return show(&row) },
		}
	})
}

// createTeam may meet one that is there, a check, and a text that Postgres does not take.
func createTeam(t *rapid.T, in place) op {
	row := models.Team{ID: drawID(t, in)}
	if row.Name = rapid.SampledFrom([]string{" red", " new", "refused", " \x00"}).Draw(t, "name"); row.Name != "refused" {
		row.Name = fmt.Sprint(in.area, row.Name)
	}
	return created(fmt.Sprintf("create team %d %q", row.ID, row.Name), &models.Teams.Table, row, showTeam)
}

// createPlayer may meet one that is there, the shirt of another, a team that is not there, a check, and a number that is too
// large.
func createPlayer(t *rapid.T, in place) op {
	row := models.Player{
		ID:     drawID(t, in),
		TeamID: in.area + rapid.Int64Range(1, 4).Draw(t, "team"),
		Name:   "eve",
		Shirt:  rapid.SampledFrom([]int64{1, 2, 3, 4, in.large()}).Draw(t, "shirt"),
		Score:  rapid.Int64Range(-1, 4).Draw(t, "score"),
	}
	return created(fmt.Sprint("create player ", row.ID, " of team ", row.TeamID, " shirt ", row.Shirt, " score ", row.Score),
		&models.Players.Table, row, showPlayer)
}

// createBadge may write what cannot be read back.
func createBadge(t *rapid.T, in place) op {
	row := models.Badge{
		ID:       in.area + rapid.Int64Range(5, 8).Draw(t, "id"),
		PlayerID: drawID(t, in),
		Mark:     rapid.SampledFrom([]marks.Mark{"new", marks.Unreadable, marks.Explosive}).Draw(t, "mark"),
	}
	return created(fmt.Sprint("create badge ", row.ID, " of ", row.PlayerID, " ", row.Mark), &models.Badges.Table, row, showBadge)
}

// createPledge fails at the end of its transaction, where its team is missing.
func createPledge(t *rapid.T, in place) op {
	row := models.Pledge{ID: in.area + rapid.Int64Range(1, 4).Draw(t, "id"), TeamID: drawID(t, in)}
	return created(fmt.Sprint("create pledge ", row.ID, " to ", row.TeamID), &models.Pledges.Table, row,
		func(p *models.Pledge) string { return fmt.Sprint(p.ID, p.TeamID) })
}

func drawSeat(t *rapid.T, in place) models.Seat {
	return models.Seat{
		Line:  in.area + rapid.Int64Range(1, 3).Draw(t, "line"),
		Place: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "place"),
		Taker: rapid.SampledFrom([]string{"eve", "fay"}).Draw(t, "taker"),
	}
}

// createSeats writes several rows at once.
func createSeats(t *rapid.T, in place) op {
	given := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) models.Seat { return drawSeat(t, in) }), 0, 3).Draw(t, "seats")
	var options []orm.BulkOption[models.Seat]
	way := rapid.IntRange(0, 2).Draw(t, "conflicts")
	switch way {
	case 1:
		options = append(options, orm.IgnoreConflicts[models.Seat]())
	case 2:
		options = append(options, orm.UpdateConflicts([]orm.Column[models.Seat]{models.Seats.Line, models.Seats.Place}, models.Seats.Taker))
	}
	o := write(fmt.Sprint("create seats ", len(given), [...]string{"", ", ignore conflicts", ", update conflicts"}[way]), func(s orm.Session) typed[struct{}] {
		rows := make([]*models.Seat, len(given))
		for i := range given {
			row := given[i]
			rows[i] = &row
		}
		q := models.Seats.Using(s)
		return typed[struct{}]{
			func(ctx context.Context) (struct{}, error) { return struct{}{}, q.BulkCreate(ctx, rows, options...) },
			func(ac orm.AsyncContext) *orm.Future[struct{}] { return q.BulkCreateAsync(ac, rows, options...) },
			func(struct{}) string { return each(rows, showSeat) },
		}
	})
	o.writes = len(given) > 0
	return o
}

func updated(name string, q func(s orm.Session) *orm.Query[models.Player], sets ...query.AssignmentOf[*models.Player]) op {
	return write(name, func(s orm.Session) typed[int64] {
		return typed[int64]{
			func(ctx context.Context) (int64, error) { return q(s).Update(ctx, sets...) },
			func(ac orm.AsyncContext) *orm.Future[int64] { return q(s).UpdateAsync(ac, sets...) },
			number[int64],
		}
	})
}

// updatePlayer may meet the shirt of another, a check, and a division by zero.
func updatePlayer(t *rapid.T, in place) op {
	id := drawID(t, in)
	q := func(s orm.Session) *orm.Query[models.Player] {
		return models.Players.Using(s).Filter(models.Players.ID.Eq(id))
	}
	switch rapid.IntRange(0, 3).Draw(t, "what") {
	case 0:
		return updated(fmt.Sprint("add to the score of player ", id), q, query.Assign(models.Players.Score, query.Plus(models.Players.Score, 1)))
	case 1:
		return updated(fmt.Sprint("give player ", id, " shirt 2"), q, models.Players.Shirt.Set(2))
	case 2:
		return updated(fmt.Sprint("take from the score of player ", id), q, query.Assign(models.Players.Score, query.Minus(models.Players.Score, 2)))
	}
	return updated(fmt.Sprint("divide the score of player ", id), q,
		query.Assign(models.Players.Score, query.Coalesce(query.Div(models.Players.Score, query.Minus(models.Players.Score, 3)), 0)))
}

func updatePlayers(t *rapid.T, in place) op {
	by := rapid.Int64Range(-1, 1).Draw(t, "by")
	return updated(fmt.Sprint("add to all scores ", by), func(s orm.Session) *orm.Query[models.Player] { return players(s, in) },
		query.Assign(models.Players.Score, query.Plus(models.Players.Score, by)))
}

// savePlayer writes a row by its key; there may be none.
func savePlayer(t *rapid.T, in place) op {
	given := models.Player{ID: drawID(t, in), TeamID: in.area + 1, Name: "sam", Shirt: rapid.Int64Range(1, 6).Draw(t, "shirt"), Score: 2}
	return write(fmt.Sprint("save player ", given.ID, " shirt ", given.Shirt), func(s orm.Session) typed[struct{}] {
		row := given
		q := models.Players.Using(s)
		return typed[struct{}]{
			func(ctx context.Context) (struct{}, error) { return struct{}{}, q.Save(ctx, &row) },
			func(ac orm.AsyncContext) *orm.Future[struct{}] { return q.SaveAsync(ac, &row) },
			func(struct{}) string { return showPlayer(&row) },
		}
	})
}

// dyeShirt writes what is looked up by key.
func dyeShirt(t *rapid.T, in place) op {
	n := in.area + rapid.Int64Range(1, 4).Draw(t, "number")
	return write(fmt.Sprint("dye shirt ", n), func(s orm.Session) typed[int64] {
		q, set := models.Shirts.Using(s).Filter(models.Shirts.Number.Eq(n)), models.Shirts.Colour.Set("pink")
		return typed[int64]{
			func(ctx context.Context) (int64, error) { return q.Update(ctx, set) },
			func(ac orm.AsyncContext) *orm.Future[int64] { return q.UpdateAsync(ac, set) },
			number[int64],
		}
	})
}

func deletePlayer(t *rapid.T, in place) op {
	id := drawID(t, in)
	return write(fmt.Sprint("delete player ", id), func(s orm.Session) typed[int64] {
		q := models.Players.Using(s).Filter(models.Players.ID.Eq(id))
		return typed[int64]{q.Delete, q.DeleteAsync, number[int64]}
	})
}

// deleteTeam fails at once where it has players, and at the end of its transaction where it has pledges.
func deleteTeam(t *rapid.T, in place) op {
	id := drawID(t, in)
	return write(fmt.Sprint("delete team ", id), func(s orm.Session) typed[int64] {
		q := models.Teams.Using(s).Filter(models.Teams.ID.Eq(id))
		return typed[int64]{q.Delete, q.DeleteAsync, number[int64]}
	})
}

// upsertSeat finds a seat or makes it, and may give it to another.
func upsertSeat(t *rapid.T, in place) op {
	given, update := drawSeat(t, in), rapid.Bool().Draw(t, "update")
	o := write(fmt.Sprint("get or create seat ", given.Line, given.Place, " update ", update), func(s orm.Session) typed[bool] {
		row := given
		q := models.Seats.Using(s).Filter(models.Seats.Line.Eq(row.Line), models.Seats.Place.Eq(row.Place))
		show := func(created bool) string { return fmt.Sprint(created, " ", showSeat(&row)) }
		if update {
			set := models.Seats.Taker.Set("gus")
			return typed[bool]{
				func(ctx context.Context) (bool, error) { return q.UpdateOrCreate(ctx, &row, set) },
				func(ac orm.AsyncContext) *orm.Future[bool] { return q.UpdateOrCreateAsync(ac, &row, set) },
				show,
			}
		}
		return typed[bool]{
			func(ctx context.Context) (bool, error) { return q.GetOrCreate(ctx, &row) },
			func(ac orm.AsyncContext) *orm.Future[bool] { return q.GetOrCreateAsync(ac, &row) },
			show,
		}
	})
	o.rounds = true
	return o
}

// upsertTeam finds a team or makes it, where its name may be refused.
func upsertTeam(t *rapid.T, in place) op {
	row := models.Team{ID: drawID(t, in), Name: fmt.Sprint(in.area, " new")}
	if rapid.Bool().Draw(t, "refused") {
		row.Name = "refused"
	}
	o := write(fmt.Sprint("get or create team ", row.ID, " ", row.Name), func(s orm.Session) typed[bool] {
		row := row
		q := models.Teams.Using(s).Filter(models.Teams.Name.Eq(row.Name))
		return typed[bool]{
			func(ctx context.Context) (bool, error) { return q.GetOrCreate(ctx, &row) },
			func(ac orm.AsyncContext) *orm.Future[bool] { return q.GetOrCreateAsync(ac, &row) },
			func(created bool) string { return fmt.Sprint(created, " ", showTeam(&row)) },
		}
	})
	o.rounds = true
	return o
}

// copySeats loads a stream, which may fail, and may meet a seat that is there.
func copySeats(t *rapid.T, in place) op {
	given := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) models.Seat { return drawSeat(t, in) }), 0, 3).Draw(t, "seats")
	fails := rapid.IntRange(0, 3).Draw(t, "fails") == 0
	stream := func() iter.Seq2[*models.Seat, error] {
		return func(yield func(*models.Seat, error) bool) {
			for _, row := range given {
				if !yield(&row, nil) {
					return
				}
			}
			if fails {
				yield(nil, errStream)
			}
		}
	}
	o := write(fmt.Sprint("copy seats ", len(given), " fails ", fails), func(s orm.Session) typed[int64] {
		q := models.Seats.Using(s)
		return typed[int64]{
			func(ctx context.Context) (int64, error) { return orm.CopyFrom(ctx, q, stream()) },
			func(ac orm.AsyncContext) *orm.Future[int64] { return orm.CopyFromAsync(ac, q, stream()) },
			number[int64],
		}
	})
	o.writes = len(given) > 0
	return o
}

// script runs text, of which a part may fail.
func script(t *rapid.T, in place) op {
	id := drawID(t, in)
	text := fmt.Sprintf("UPDATE players SET score = score + 10 WHERE id = %d", id)
	switch rapid.IntRange(0, 3).Draw(t, "script") {
	case 0:
		text = "SELECT nonsense"
	case 1:
		if in.postgres { // on SQLite, what is before it stands
			text += "; SELECT 1 / 0"
		}
	}
	return write("script "+text, func(s orm.Session) typed[struct{}] {
		return typed[struct{}]{
			func(ctx context.Context) (struct{}, error) { return struct{}{}, orm.Script(ctx, s, text) },
			func(ac orm.AsyncContext) *orm.Future[struct{}] { return orm.ScriptAsync(ac, s, text) },
			done,
		}
	})
}
