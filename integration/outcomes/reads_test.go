package outcomes

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/seed83105465/duet/integration/outcomes/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// place is where a program's ops read and write.
type place struct {
	area     int64
	postgres bool
	moving   bool // migrations change the types of columns
}

// large is a number that does not fit into a column of type integer; where the type changes it is one that does.
func (in place) large() int64 {
	if in.moving {
		return 1 << 20
	}
	return 1 << 40
}

// drawRead draws a read.
func drawRead(t *rapid.T, in place) op {
	kinds := []func(*rapid.T, place) op{
		byID, byID, byID, byNumber, byNumber, byUnique, byPair, byName, bySeat, bySeat, byBadge, byBadge, byColumns, listed, counted, prefetched, divided, divided,
		ofView, aggregated, inBulk, scanPanics, mistaken, handMade,
	}
	if in.postgres {
		kinds = append(kinds, sprung, sprung, sprung, slept)
	}
	return rapid.SampledFrom(kinds).Draw(t, "read")(t, in)
}

func drawID(t *rapid.T, in place) int64 {
	return in.area + rapid.Int64Range(1, 5).Draw(t, "id")
}

func getOf[M any](name string, show func(*M) string, q func(s orm.Session) *orm.Query[M]) op {
	return read(name, func(s orm.Session) typed[*M] {
		q := q(s)
		return typed[*M]{q.Get, q.GetAsync, show}
	})
}

func allOf[M any](name string, show func(*M) string, q func(s orm.Session) *orm.Query[M]) op {
	return read(name, func(s orm.Session) typed[[]*M] {
		q := q(s)
		return typed[[]*M]{q.All, q.AllAsync, func(rows []*M) string { return each(rows, show) }}
	})
}

// players is the area's.
func players(s orm.Session, in place) *orm.Query[models.Player] {
	return models.Players.Using(s).Filter(models.Players.ID.Ge(in.area), models.Players.ID.Lt(in.area+100))
}

// byID are lookups of players by their key, in several ways.
func byID(t *rapid.T, in place) op {
	id := drawID(t, in)
	q := func(s orm.Session) *orm.Query[models.Player] {
		return models.Players.Using(s).Filter(models.Players.ID.Eq(id))
	}
	switch rapid.IntRange(0, 8).Draw(t, "way") {
	case 0:
		return read(fmt.Sprint("first player ", id), func(s orm.Session) typed[*models.Player] {
			return typed[*models.Player]{q(s).First, q(s).FirstAsync, showPlayer}
		})
	case 1:
		return getOf(fmt.Sprint("player with team ", id), showPlayer, func(s orm.Session) *orm.Query[models.Player] {
			return q(s).SelectRelated(models.Players.Team)
		})
	case 2:
		o := getOf(fmt.Sprint("player with badges ", id), showPlayer, func(s orm.Session) *orm.Query[models.Player] {
			return q(s).PrefetchRelated(models.Players.Badges.Prefetch().OrderBy(models.Badges.ID.Asc()))
		})
		o.rounds = true
		return o
	case 3:
		return getOf(fmt.Sprint("only the name of player ", id), showPlayer, func(s orm.Session) *orm.Query[models.Player] {
			return q(s).Only(models.Players.Name)
		})
	case 4:
		return read(fmt.Sprint("exists player ", id), func(s orm.Session) typed[bool] {
			return typed[bool]{q(s).Exists, q(s).ExistsAsync, number[bool]}
		})
	case 5:
		return getOf(fmt.Sprint("player alone ", id), showPlayer, func(s orm.Session) *orm.Query[models.Player] { return q(s).Alone() })
	default:
		return getOf(fmt.Sprint("player ", id), showPlayer, q)
	}
}

// byNumber is a lookup by a key that may be none that the column can hold.
func byNumber(t *rapid.T, in place) op {
	n := rapid.SampledFrom([]int64{in.area + 1, in.area + 1, in.area + 2, in.area + 3, in.area + 9, 1 << 40}).Draw(t, "number")
	return getOf(fmt.Sprint("shirt ", n), showShirt, func(s orm.Session) *orm.Query[models.Shirt] {
		return models.Shirts.Using(s).Filter(models.Shirts.Number.Eq(n))
	})
}

// byUnique is a lookup by other columns than the key, in either order.
func byUnique(t *rapid.T, in place) op {
	conditions := []query.Condition[models.Player]{
		models.Players.TeamID.Eq(in.area + rapid.Int64Range(1, 2).Draw(t, "team")),
		models.Players.Shirt.Eq(rapid.SampledFrom([]int64{1, 2, 3, in.large()}).Draw(t, "shirt")),
	}
	if rapid.Bool().Draw(t, "other way round") {
		slices.Reverse(conditions)
	}
	return getOf("player by team and shirt", showPlayer, func(s orm.Session) *orm.Query[models.Player] {
		return models.Players.Using(s).Filter(conditions...)
	})
}

// byPair is a lookup by key and by something else.
func byPair(t *rapid.T, in place) op {
	id, score := drawID(t, in), rapid.Int64Range(0, 5).Draw(t, "score")
	return getOf(fmt.Sprint("player ", id, " with score ", score), showPlayer, func(s orm.Session) *orm.Query[models.Player] {
		return models.Players.Using(s).Filter(models.Players.ID.Eq(id)).Filter(models.Players.Score.Ge(score))
	})
}

// byName is a lookup by a text, which may be none that Postgres can be sent.
func byName(t *rapid.T, in place) op {
	name := fmt.Sprint(in.area, rapid.SampledFrom([]string{" red", " blue", " new", " RED", " \x00", " \xff"}).Draw(t, "name"))
	return getOf(fmt.Sprintf("team %q", name), showTeam, func(s orm.Session) *orm.Query[models.Team] {
		return models.Teams.Using(s).Filter(models.Teams.Name.Eq(name))
	})
}

// bySeat is a lookup by a key of two columns, in either order; a key may be none that Postgres can be sent.
func bySeat(t *rapid.T, in place) op {
	line := rapid.SampledFrom([]int64{in.area + 1, in.area + 1, in.area + 2, in.large()}).Draw(t, "line")
	spot := rapid.SampledFrom([]string{"a", "a", "b", "c", "\x00"}).Draw(t, "place")
	conditions := []query.Condition[models.Seat]{models.Seats.Line.Eq(line), models.Seats.Place.Eq(spot)}
	if rapid.Bool().Draw(t, "other way round") {
		slices.Reverse(conditions)
	}
	return getOf(fmt.Sprintf("seat %d %q", line, spot), showSeat, func(s orm.Session) *orm.Query[models.Seat] {
		return models.Seats.Using(s).Filter(conditions...)
	})
}

// byBadge is a lookup of what may be unreadable.
func byBadge(t *rapid.T, in place) op {
	id := drawID(t, in)
	return getOf(fmt.Sprint("badge ", id), showBadge, func(s orm.Session) *orm.Query[models.Badge] {
		q := models.Badges.Using(s).Filter(models.Badges.ID.Eq(id))
		if id%2 == 0 {
			q = q.SelectRelated(models.Badges.Player)
		}
		return q
	})
}

// byColumns finds several rows where there is to be one.
func byColumns(t *rapid.T, in place) op {
	shirt := rapid.SampledFrom([]int64{1, 2, 9}).Draw(t, "shirt")
	return getOf(fmt.Sprint("the player with shirt ", shirt), showPlayer, func(s orm.Session) *orm.Query[models.Player] {
		return players(s, in).Filter(models.Players.Shirt.Eq(shirt))
	})
}

func listed(t *rapid.T, in place) op {
	limit, offset := rapid.IntRange(0, 3).Draw(t, "limit"), rapid.IntRange(0, 2).Draw(t, "offset")
	return allOf(fmt.Sprint("players, limit ", limit, ", offset ", offset), showPlayer, func(s orm.Session) *orm.Query[models.Player] {
		return players(s, in).OrderBy(models.Players.Score.Desc(), models.Players.ID.Asc()).Limit(limit).Offset(offset)
	})
}

func counted(t *rapid.T, in place) op {
	score := rapid.Int64Range(0, 6).Draw(t, "score")
	q := func(s orm.Session) *orm.Query[models.Player] {
		return players(s, in).Filter(models.Players.Score.Ge(score))
	}
	if rapid.Bool().Draw(t, "of a relation that fails") {
		return read("count of players with a ratio", func(s orm.Session) typed[int64] {
			q := q(s).Filter(models.Players.Ratios.Any(models.Ratios.Ratio.Gt(-100)))
			return typed[int64]{q.Count, q.CountAsync, number[int64]}
		})
	}
	return read(fmt.Sprint("count of players with score ", score), func(s orm.Session) typed[int64] {
		return typed[int64]{q(s).Count, q(s).CountAsync, number[int64]}
	})
}

// prefetched are lists that take several rounds.
func prefetched(t *rapid.T, in place) op {
	var o op
	switch rapid.IntRange(0, 2).Draw(t, "what") {
	case 0:
		o = allOf("players with badges", showPlayer, func(s orm.Session) *orm.Query[models.Player] {
			return players(s, in).OrderBy(models.Players.ID.Asc()).PrefetchRelated(models.Players.Badges.Prefetch().OrderBy(models.Badges.ID.Asc()))
		})
	case 1:
		o = allOf("teams with players and gold badges", showTeam, func(s orm.Session) *orm.Query[models.Team] {
			return models.Teams.Using(s).Filter(models.Teams.ID.Ge(in.area), models.Teams.ID.Lt(in.area+100)).OrderBy(models.Teams.ID.Asc()).
				PrefetchRelated(models.Teams.Players.Prefetch().OrderBy(models.Players.ID.Asc()).
					PrefetchRelated(models.Players.Badges.Prefetch().Filter(query.F(models.Badges.Mark).Eq("gold")).OrderBy(models.Badges.ID.Asc()), models.Players.Team))
		})
	default:
		o = allOf("players with ratios", showPlayer, func(s orm.Session) *orm.Query[models.Player] {
			return players(s, in).OrderBy(models.Players.ID.Asc()).PrefetchRelated(models.Players.Ratios)
		})
	}
	o.rounds = true
	return o
}

func aggregated(t *rapid.T, in place) op {
	score := rapid.Int64Range(0, 6).Draw(t, "score")
	bind := func(r *orm.Null[int64]) []query.Bind[models.Player] {
		return []query.Bind[models.Player]{query.IntoNull(query.Sum(models.Players.Score), r)}
	}
	return read("sum of scores", func(s orm.Session) typed[orm.Null[int64]] {
		q := players(s, in).Filter(models.Players.Score.Ge(score))
		return typed[orm.Null[int64]]{
			func(ctx context.Context) (orm.Null[int64], error) { return orm.Aggregate(ctx, q, bind) },
			func(ac orm.AsyncContext) *orm.Future[orm.Null[int64]] { return orm.AggregateAsync(ac, q, bind) },
			number[orm.Null[int64]],
		}
	})
}

func inBulk(t *rapid.T, in place) op {
	ids := rapid.SliceOfN(rapid.Int64Range(in.area+1, in.area+5), 0, 4).Draw(t, "ids")
	return read(fmt.Sprint("players in bulk ", ids), func(s orm.Session) typed[map[int64]*models.Player] {
		q := models.Players.Using(s)
		return typed[map[int64]*models.Player]{
			func(ctx context.Context) (map[int64]*models.Player, error) {
				return orm.InBulk(ctx, q, models.Players.ID, ids...)
			},
			func(ac orm.AsyncContext) *orm.Future[map[int64]*models.Player] {
				return orm.InBulkAsync(ac, q, models.Players.ID, ids...)
			},
			func(m map[int64]*models.Player) string {
				var lines []string
				for id, p := range m {
					lines = append(lines, fmt.Sprint(id, ": ", showPlayer(p)))
				}
				slices.Sort(lines)
				return strings.Join(lines, "; ")
			},
		}
	})
}

// handMade loads relations of a row that came from nowhere.
func handMade(t *rapid.T, in place) op {
	id, team := drawID(t, in), in.area+rapid.Int64Range(1, 4).Draw(t, "team")
	o := read(fmt.Sprint("load team ", team, " and badges of player ", id), func(s orm.Session) typed[struct{}] {
		row := &models.Player{ID: id, TeamID: team}
		rows := []*models.Player{row}
		return typed[struct{}]{
			func(ctx context.Context) (struct{}, error) {
				return struct{}{}, orm.Load(ctx, s, rows, models.Players.Team, models.Players.Badges)
			},
			func(ac orm.AsyncContext) *orm.Future[struct{}] {
				return orm.LoadAsync(ac, s, rows, models.Players.Team, models.Players.Badges)
			},
			func(struct{}) string { return showPlayer(row) },
		}
	})
	o.rounds = true
	return o
}
