package postgres

import (
	"errors"
	"unicode/utf8"

	pg "github.com/sqlc-dev/oliphant"
	"github.com/sqlc-dev/oliphant/parser"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
)

// ErrNoTables is matched by the error for sources, or a database, that have no table and no view.
var ErrNoTables = source.ErrNoTables

// Load reads a file, or a folder of files or migrations, as source.Files lists them. It returns what Parse returns, and the errors of
// source.Files.
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

// Parse follows the statements of sources, one source after the other, and gives the tables, views and types that they leave, with the place of
// each table, column and key, enums for CHECKs that list texts, and warnings in the order of the source. Nothing is executed. It
// is as if all were run in one session: the search path that one source sets is that of the next.
//
// Errors: a *schema.Error for the first statement that cannot be parsed or followed, schema.Errors for all keys that lead nowhere, an error
// that matches ErrNoTables if nothing came out.
func Parse(files []Source) (*schema.Schema, []schema.Warning, error) {
	db := newDatabase()
	for _, f := range files {
		for _, st := range split(f) {
			if err := db.run(st); err != nil {
				return nil, nil, err
			}
		}
	}
	s := db.schema()
	if len(s.Tables) == 0 {
		return nil, nil, source.NoTables(source.Names(files))
	}
	return finish(s, db.warnings)
}

// run follows one statement.
func (db *database) run(st statement) error {
	switch class, reason := st.classify(); class {
	case classPassed:
		return nil
	case classWarned:
		db.warnings = append(db.warnings, schema.Warning{Pos: st.pos, Msg: reason})
		return nil
	case classRefused:
		return schema.Errorf(st.pos, "%s", reason)
	case classRoutine:
		// What a function does is nobody's business here, only what it gives: one that cannot be read is one that is not known.
		if tree, err := pg.Parse(st.text); err == nil {
			db.routines(st, tree)
		}
		return nil
	}
	tree, err := pg.Parse(st.text)
	if err != nil {
		return syntaxError(st, err)
	}
	for _, raw := range tree.GetStmts() {
		if err := (ddl{db, st}).statement(raw.GetStmt()); err != nil {
			return err
		}
	}
	return nil
}

// syntaxError gives the parser's error its place. The parser counts characters.
func syntaxError(st statement, err error) error {
	var told *parser.Error
	if !errors.As(err, &told) || told.Cursorpos <= 0 {
		return schema.Errorf(st.pos, "%s", err)
	}
	offset := 0
	for n := 1; n < told.Cursorpos && offset < len(st.text); n++ {
		_, size := utf8.DecodeRuneInString(st.text[offset:])
		offset += size
	}
	return schema.Errorf(st.at(offset), "%s", told.Message)
}
