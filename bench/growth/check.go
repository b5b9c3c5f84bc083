package growth

import (
	"context"
	"fmt"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/models"
	"github.com/seed83105465/duet/orm"
)

// Check compares what is read of the chain by hand and with Duet: each leaf, and what it belongs to.
func Check(ctx context.Context, pool *pgxpool.Pool, db *orm.DB) error {
	for joins := range len(data.Chain) {
		hand, err := chainByHand(ctx, pool, joins)()
		if err != nil {
			return fmt.Errorf("%d tables by hand: %w", joins+1, err)
		}
		leaves, err := chainByDuet(ctx, db, joins)()
		if err != nil {
			return fmt.Errorf("%d tables with duet: %w", joins+1, err)
		}
		var want, got []string
		for _, n := range hand {
			line := fmt.Sprint(n.id, n.name, n.upID)
			for up := n.up; up != nil; up = up.up {
				line += fmt.Sprint("; ", up.id, up.name, up.upID)
			}
			want = append(want, line)
		}
		for _, l := range leaves {
			line, err := chainOf(l, joins)
			if err != nil {
				return err
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(want, got); diff != "" || len(want) != rowsOfChain {
			return fmt.Errorf("%d tables: duet does not read the %d rows that are read by hand:\n%.2000s", joins+1, len(want), diff)
		}
	}
	return nil
}

// chainOf is a leaf and what was joined to it, in words.
func chainOf(l *models.Leaf, joins int) (string, error) {
	line := fmt.Sprint(l.ID, l.Name, l.TwigID)
	add := func(id int64, name string, up int64) { line += fmt.Sprint("; ", id, name, up) }
	if joins == 0 {
		return line, nil
	}
	twig, err := l.Twig()
	if err != nil {
		return "", err
	}
	add(twig.ID, twig.Name, twig.BranchID)
	if joins == 1 {
		return line, nil
	}
	branch, err := twig.Branch()
	if err != nil {
		return "", err
	}
	add(branch.ID, branch.Name, branch.TreeID)
	if joins == 2 {
		return line, nil
	}
	tree, err := branch.Tree()
	if err != nil {
		return "", err
	}
	add(tree.ID, tree.Name, tree.GroveID)
	if joins == 3 {
		return line, nil
	}
	grove, err := tree.Grove()
	if err != nil {
		return "", err
	}
	add(grove.ID, grove.Name, grove.ForestID)
	if joins == 4 {
		return line, nil
	}
	forest, err := grove.Forest()
	if err != nil {
		return "", err
	}
	add(forest.ID, forest.Name, 0)
	return line, nil
}
