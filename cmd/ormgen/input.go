package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/sqlite"
)

// input says where the schema is.
type input struct {
	Schema  string `help:"File of DDL, or folder of migrations." placeholder:"FILE|FOLDER" xor:"input" required:""`
	DSN     string `name:"dsn" help:"Live database, opened read-only: the path of a SQLite file." placeholder:"URL" xor:"input" required:""`
	Dialect string `help:"What the schema is written for: sqlite or postgres. Told from --dsn if it is left out; sqlite for --schema." enum:"sqlite,postgres," default:""`
}

// errPostgres is what can be said about Postgres as yet.
var errPostgres = errors.New("postgres comes with the next release of ormgen; this one reads sqlite")

// read gives the schema, and prints the warnings.
func (in input) read(s *session) (*schema.Schema, error) {
	if in.postgres() {
		return nil, errPostgres
	}
	var read *schema.Schema
	var warnings []schema.Warning
	var err error
	if in.DSN != "" {
		read, warnings, err = sqlite.Live(s.ctx, in.DSN)
	} else {
		read, warnings, err = sqlite.Load(in.Schema)
	}
	for _, w := range warnings {
		_, _ = fmt.Fprintf(s.stderr, "ormgen: warning: %s\n", w)
	}
	return read, err
}

func (in input) postgres() bool {
	switch in.Dialect {
	case "":
		return strings.HasPrefix(in.DSN, "postgres://") || strings.HasPrefix(in.DSN, "postgresql://")
	default:
		return in.Dialect == string(schema.Postgres)
	}
}

// report prints an error, each of its lines as one.
func report(w io.Writer, err error) {
	for _, line := range strings.Split(strings.TrimSpace(err.Error()), "\n") {
		_, _ = fmt.Fprintf(w, "ormgen: %s\n", line)
	}
}
