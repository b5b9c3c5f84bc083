package outcomes

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/seed83105465/duet/integration/outcomes/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Reads that fail for some rows, have effects, take a while, or panic.

// divided is what divides by zero for some rows, as an expression on a table.
func divided(t *rapid.T, in place) op {
	score := rapid.Int64Range(0, 4).Draw(t, "score")
	return read(fmt.Sprint("12 by the scores of at least ", score), func(s orm.Session) typed[[]int64] {
		less := query.Minus(models.Players.Score, 3)
		q := orm.Project(players(s, in).Filter(models.Players.Score.Ge(score)).OrderBy(models.Players.ID.Asc()), func(r *int64) []query.Bind[models.Player] {
			return []query.Bind[models.Player]{query.Coalesce(query.Div(models.Players.Score, less), -1).Into(r)}
		})
		return typed[[]int64]{q.All, q.AllAsync, number[[]int64]}
	})
}

// ofView reads a view that fails for some rows.
func ofView(t *rapid.T, in place) op {
	id := drawID(t, in)
	q := func(s orm.Session) *orm.Query[models.Ratio] {
		return models.Ratios.Using(s).Filter(models.Ratios.ID.Eq(id))
	}
	switch rapid.IntRange(0, 2).Draw(t, "way") {
	case 0:
		return allOf("ratios", showRatio, func(s orm.Session) *orm.Query[models.Ratio] {
			return models.Ratios.Using(s).Filter(models.Ratios.TeamID.Eq(in.area + 2)).OrderBy(models.Ratios.ID.Asc())
		})
	case 1:
		return getOf(fmt.Sprint("ratio with player ", id), showRatio, func(s orm.Session) *orm.Query[models.Ratio] {
			return q(s).SelectRelated(models.Ratios.Player)
		})
	}
	return getOf(fmt.Sprint("ratio ", id), showRatio, q)
}

// scanPanics is what panics while its rows are read.
func scanPanics(_ *rapid.T, in place) op {
	return read("players read by what panics", func(s orm.Session) typed[[]int64] {
		q := orm.Project(players(s, in), func(r *int64) []query.Bind[models.Player] {
			b := models.Players.ID.Into(r)
			b.Scan = func(query.Row, int) { panic("a scan") }
			return []query.Bind[models.Player]{b}
		})
		return typed[[]int64]{q.All, q.AllAsync, number[[]int64]}
	})
}

// mistaken is what is wrong before it is sent.
func mistaken(t *rapid.T, in place) op {
	switch rapid.IntRange(0, 2).Draw(t, "mistake") {
	case 0:
		return read("delete without a condition", func(s orm.Session) typed[int64] {
			q := models.Pledges.Using(s)
			return typed[int64]{q.Delete, q.DeleteAsync, number[int64]}
		})
	case 1:
		return allOf("players of no session", showPlayer, func(orm.Session) *orm.Query[models.Player] { return models.Players.Using(nil) })
	}
	return allOf("none", showPlayer, func(s orm.Session) *orm.Query[models.Player] { return players(s, in).None() })
}

// sprung is a read that leaves an effect behind, and may fail then.
func sprung(t *rapid.T, in place) op {
	id := in.area + rapid.Int64Range(1, int64(len(codes))+1).Draw(t, "lure")
	if rapid.Bool().Draw(t, "fine") {
		id = in.area + rapid.Int64Range(1, 2).Draw(t, "fine lure")
	}
	lures := []int64{id}
	var o op
	switch rapid.IntRange(0, 4).Draw(t, "way") {
	case 0:
		lures = []int64{in.area + 1, id}
		o = allOf(fmt.Sprint("traps ", lures), showTrap, func(s orm.Session) *orm.Query[models.Trap] {
			return models.Traps.Using(s).Filter(models.Traps.ID.In(lures...)).OrderBy(models.Traps.ID.Asc())
		})
	case 1:
		o = read(fmt.Sprint("count of lures that spring ", id), func(s orm.Session) typed[int64] {
			q := models.Lures.Using(s).Filter(models.Lures.ID.Eq(id), models.Lures.Traps.Any(models.Traps.Sprung.Gt(0)))
			return typed[int64]{q.Count, q.CountAsync, number[int64]}
		})
	case 2:
		o = getOf(fmt.Sprint("lure with traps ", id), showLure, func(s orm.Session) *orm.Query[models.Lure] {
			return models.Lures.Using(s).Filter(models.Lures.ID.Eq(id)).PrefetchRelated(models.Lures.Traps)
		})
		o.rounds = true
	default:
		o = getOf(fmt.Sprint("trap ", id), showTrap, func(s orm.Session) *orm.Query[models.Trap] {
			return models.Traps.Using(s).Filter(models.Traps.ID.Eq(id))
		})
	}
	o.lures = lures
	return o
}

// slept is a read that takes a while.
func slept(t *rapid.T, in place) op {
	id := drawID(t, in)
	return getOf(fmt.Sprint("nap ", id), func(n *models.Nap) string { return fmt.Sprint(n.ID) }, func(s orm.Session) *orm.Query[models.Nap] {
		return models.Naps.Using(s).Filter(models.Naps.ID.Eq(id))
	})
}
