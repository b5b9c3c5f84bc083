package data

import "fmt"

// Level is a table of the chain: each row belongs to one of the level before.
type Level struct {
	Table string
	Name  string // of one row
	Up    string // the column that names the row of the level before; empty in the first
	Rows  int
}

// Chain is the six tables, from the one that belongs to none to the one that is furthest.
var Chain = []Level{
	{Table: "forests", Name: "Forest", Rows: 10},
	{Table: "groves", Name: "Grove", Up: "forest_id", Rows: 50},
	{Table: "trees", Name: "Tree", Up: "grove_id", Rows: 250},
	{Table: "branches", Name: "Branch", Up: "tree_id", Rows: 10_000},
	{Table: "twigs", Name: "Twig", Up: "branch_id", Rows: 30_000},
	{Table: "leaves", Name: "Leaf", Up: "twig_id", Rows: 30_000},
}

// row is the row of a level with this id: id, name, and which row of the level before it belongs to.
func (l Level) row(id, before int) []any {
	row := []any{int64(id), fmt.Sprintf("%s Number %05d", l.Name, id)}
	if l.Up != "" {
		row = append(row, int64(1+(id*31)%before))
	}
	return row
}

// columns are what row gives.
func (l Level) columns() []string {
	if l.Up == "" {
		return []string{"id", "name"}
	}
	return []string{"id", "name", l.Up}
}
