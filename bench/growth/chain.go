package growth

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// rowsOfChain is how many leaves are read.
const rowsOfChain = 1000

// node is a row of the chain with the row that it belongs to.
type node struct {
	id   int64
	name string
	upID int64
	up   *node
}

// chainByHand reads leaves with so many joins, by pgx.
func chainByHand(ctx context.Context, pool *pgxpool.Pool, joins int) func() ([]node, error) {
	levels := data.Chain[len(data.Chain)-1-joins:]
	var columns []string
	from := ""
	for i := len(levels) - 1; i >= 0; i-- { // the leaf is the last level
		l := levels[i]
		columns = append(columns, l.Table+".id", l.Table+".name")
		if l.Up != "" {
			columns = append(columns, l.Table+"."+l.Up)
		}
		if from == "" {
			from = l.Table
		} else {
			from += fmt.Sprintf(" JOIN %s ON %s.id = %s.%s", l.Table, l.Table, levels[i+1].Table, levels[i+1].Up)
		}
	}
	sql := fmt.Sprintf("SELECT %s FROM %s ORDER BY leaves.id LIMIT %d", strings.Join(columns, ", "), from, rowsOfChain)
	return func() ([]node, error) {
		rows, err := pool.Query(ctx, sql)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		leaves := make([]node, 0, rowsOfChain)
		into := make([]any, 0, len(columns))
		for rows.Next() {
			leaves = append(leaves, node{})
			n := &leaves[len(leaves)-1]
			into = into[:0]
			for i := len(levels) - 1; ; i-- {
				into = append(into, &n.id, &n.name)
				if levels[i].Up != "" {
					into = append(into, &n.upID)
				}
				if i == 0 {
					break
				}
				n.up = new(node)
				n = n.up
			}
			if err := rows.Scan(into...); err != nil {
				return nil, err
			}
		}
		return leaves, rows.Err()
	}
}

// chainByDuet reads leaves with so many joins, by Duet.
func chainByDuet(ctx context.Context, db *orm.DB, joins int) func() ([]*models.Leaf, error) {
	branches := query.Through(models.Leaves.Twig, models.Twigs.Branch)
	trees := query.Through(branches, models.Branches.Tree)
	groves := query.Through(trees, models.Trees.Grove)
	forests := query.Through(groves, models.Groves.Forest)
	q := models.Leaves.Using(db).OrderBy(models.Leaves.ID.Asc()).Limit(rowsOfChain)
	switch joins {
	case 1:
		q = q.SelectRelated(models.Leaves.Twig)
	case 2:
		q = q.SelectRelated(branches)
	case 3:
		q = q.SelectRelated(trees)
	case 4:
		q = q.SelectRelated(groves)
	case 5:
		q = q.SelectRelated(forests)
	}
	return func() ([]*models.Leaf, error) { return q.All(ctx) }
}
