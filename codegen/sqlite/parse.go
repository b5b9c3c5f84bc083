package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/sqlc-dev/meyer/ast"
	"github.com/sqlc-dev/meyer/parser"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
)

// Load reads a file, or a folder of files or migrations, as source.Files lists them. It returns what Parse returns, and the errors of source.Files.
func Load(path string) (*schema.Schema, []schema.Warning, error) {
	files, warnings, err := source.Files(path)
	if err != nil {
		return nil, nil, err
	}
	s, more, err := Parse(files)
	if errors.Is(err, ErrNoTables) {
		// One path is better than the names of fifty files.
		return nil, nil, source.NoTables(path)
	}
	return s, append(warnings, more...), err
}

// ErrNoTables is matched by the error for sources that leave no table and no view.
var ErrNoTables = source.ErrNoTables

// Parse executes sources, one after the other, in a database in memory and gives what came out, with the place of each table, column
// and key, enums for CHECKs that list texts, and warnings in the order of the tables. Data and triggers are not executed.
//
// Errors: a *schema.Error for the first statement that SQLite refuses or that cannot be followed, schema.Errors for all keys that lead
// nowhere, an error that matches ErrNoTables if nothing came out.
func Parse(files []Source) (*schema.Schema, []schema.Warning, error) {
	ctx := context.Background()
	db, err := open(ctx, "file::memory:?mode=memory")
	if err != nil {
		return nil, nil, fmt.Errorf("opening sqlite in memory: %w", err)
	}
	defer db.close()

	outline := newReplay()
	for _, f := range files {
		for _, st := range split(f) {
			if err := execute(ctx, db, st, outline); err != nil {
				return nil, nil, err
			}
			// What meyer cannot follow costs positions, no more.
			_ = outline.apply(st)
		}
	}
	c := &catalog{db: db}
	s, err := c.read(ctx)
	places := outline.schema()
	if err != nil {
		return nil, nil, placedError(places, err)
	}
	if len(s.Tables) == 0 {
		return nil, nil, source.NoTables(source.Names(files))
	}
	place(s, places)
	for i, w := range c.warnings {
		if c.warnings[i].Pos = outline.aside[schema.SQLite.Fold(w.Table)]; places.Table(w.Table) != nil {
			c.warnings[i].Pos = places.Table(w.Table).Pos
		}
	}
	return finish(s, c.warnings)
}

// finish validates, finds enums and gathers warnings.
func finish(s *schema.Schema, warnings []schema.Warning) (*schema.Schema, []schema.Warning, error) {
	if err := s.Validate(); err != nil {
		return nil, nil, err
	}
	addEnums(s)
	typeViews(s)
	return s, append(warnings, warningsOf(s)...), nil
}

// execute runs a statement if it shapes tables.
func execute(ctx context.Context, db *database, st statement, outline *replay) error {
	text := st.text
	switch c, reason := st.classify(); c {
	case classPassed:
		return nil
	case classRefused:
		return schema.Errorf(st.pos, "%s", reason)
	case classVirtual:
		create, err := st.standIn()
		if err != nil {
			return syntaxError(st, err)
		}
		text = create
	}
	if err := db.exec(ctx, text); err != nil {
		return explained(st, err, outline)
	}
	return nil
}

// explained makes SQLite's error one that says where, and more than SQLite does where that is easy.
func explained(st statement, err error, outline *replay) error {
	stmt, parseErr := parser.ParseStatement(st.text)
	if parseErr != nil {
		return syntaxError(st, parseErr)
	}
	// The second reading knows the line, and what there was before.
	var told *schema.Error
	if errors.As(outline.apply(st), &told) {
		return told
	}
	msg := err.Error()
	if n, ok := stmt.(*ast.CreateTableStmt); ok {
		if name, ok := strings.CutPrefix(msg, "duplicate column name: "); ok {
			return duplicateColumn(st, n, name)
		}
	}
	return schema.Errorf(st.pos, "%s", msg)
}

func duplicateColumn(st statement, n *ast.CreateTableStmt, name string) error {
	var first *ast.ColumnDef
	for _, c := range n.Columns {
		if !schema.SQLite.Same(c.Name.Name, name) {
			continue
		}
		if first == nil {
			first = c
			continue
		}
		return schema.Errorf(st.at(c.Pos()), "table %q has two columns named %q, first at %s; rename or remove one of them", n.Name.Name.Name, c.Name.Name, st.at(first.Pos()))
	}
	return schema.Errorf(st.pos, "duplicate column name: %s", name)
}

// placedError gives an error about a view the view's place.
func placedError(places *schema.Schema, err error) error {
	var v *viewError
	if !errors.As(err, &v) {
		return err
	}
	var at schema.Pos
	if t := places.Table(v.view); t != nil {
		at = t.Pos
	}
	return schema.Errorf(at, "%s", v)
}
