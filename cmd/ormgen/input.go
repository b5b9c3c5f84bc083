package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed83105465/duet/codegen/postgres"
	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
	"github.com/seed83105465/duet/codegen/sqlite"
)

// input says where the schema is.
type input struct {
	Schema  string `help:"File of DDL, or folder of migrations." placeholder:"FILE|FOLDER" xor:"input" required:""`
	DSN     string `name:"dsn" help:"Live database, only read: a postgres:// URL, or the path of a SQLite file." placeholder:"URL" xor:"input" required:""`
	Dialect string `help:"What the schema is written for: sqlite or postgres. Told from --dsn, and from words that only one of them has, if it is left out." enum:"sqlite,postgres," default:""`
}

// errDialect says what to do where the text of a schema does not tell.
var errDialect = errors.New("nothing in the schema tells whether it is for postgres or sqlite; add --dialect postgres or --dialect sqlite")

// read gives the schema, and prints the warnings.
func (in input) read(s *session) (*schema.Schema, error) {
	dialect, err := in.dialect()
	if err != nil {
		return nil, err
	}
	var read *schema.Schema
	var warnings []schema.Warning
	switch live := in.DSN != ""; {
	case dialect == schema.Postgres && live:
		read, warnings, err = postgres.Live(s.ctx, in.DSN)
	case dialect == schema.Postgres:
		read, warnings, err = postgres.Load(in.Schema)
	case live:
		read, warnings, err = sqlite.Live(s.ctx, in.DSN)
	default:
		read, warnings, err = sqlite.Load(in.Schema)
	}
	for _, w := range warnings {
		_, _ = fmt.Fprintf(s.stderr, "ormgen: warning: %s\n", w)
	}
	return read, err
}

// dialect gives what was said, else what the URL or the text tells.
func (in input) dialect() (schema.Dialect, error) {
	switch {
	case in.Dialect != "":
		return schema.Dialect(in.Dialect), nil
	case strings.HasPrefix(in.DSN, "postgres://") || strings.HasPrefix(in.DSN, "postgresql://"):
		return schema.Postgres, nil
	case in.DSN != "":
		return schema.SQLite, nil
	}
	files, _, err := source.Files(in.Schema)
	if err != nil {
		return "", err
	}
	dialect, known := source.Dialect(files)
	if !known {
		return "", errDialect
	}
	return dialect, nil
}

// report prints an error, each of its lines as one.
func report(w io.Writer, err error) {
	for _, line := range strings.Split(strings.TrimSpace(err.Error()), "\n") {
		_, _ = fmt.Fprintf(w, "ormgen: %s\n", line)
	}
}
