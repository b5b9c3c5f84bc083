package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/measure"
	"github.com/seed83105465/duet/bench/ordinary"
	"github.com/seed83105465/duet/bench/report"
)

// bench is a run: it starts a server, seeds, checks, measures, reports.
type bench struct {
	config
	dsn     string
	cleaner *pgx.Conn
	runner  *measure.Runner
	server  *measure.Server
	report.Report
}

// clean takes away what was inserted on PostgreSQL.
func (b *bench) clean() error { return data.Clean(context.Background(), b.cleaner) }

// run does what the flags say.
func (c config) run(ctx context.Context) (err error) {
	dsn, stop, err := server(c.dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	b := &bench{config: c, dsn: dsn}
	if err := data.Seed(ctx, dsn); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	if b.cleaner, err = pgx.Connect(ctx, dsn); err != nil {
		return err
	}
	defer func() { _ = b.cleaner.Close(ctx) }()
	if b.server, err = measure.FindServer(ctx, dsn); err != nil {
		return err
	}
	if b.server == nil {
		say("the server's processes cannot be seen from here: no server CPU, and nothing on one CPU")
	}
	b.runner = measure.NewRunner(b.server, c.Options)
	b.Report = report.Report{
		When: time.Now(), Machine: measure.Machine(), Versions: versions(), Options: c.Options, Quick: c.quick,
		Selected: c.cases.String() != "" || c.rivals.String() != "",
	}
	if b.Postgres, err = serverVersion(ctx, b.cleaner); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{b.onPostgres, b.together, b.onSQLite} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return b.write()
}

// onPostgres has every library do the ordinary cases, and hand-written code and Duet those that grow.
func (b *bench) onPostgres(ctx context.Context) error {
	p, err := openPostgres(ctx, b.dsn)
	if err != nil {
		return err
	}
	defer p.close()
	if err := ordinary.Check(ctx, p.list, b.clean); err != nil {
		return err
	}
	say("%d libraries do the same on PostgreSQL", len(p.list))
	if b.OnPostgres, err = b.all(ordinary.Cases(ctx, "", chosen(p.list, b.rivals), b.clean)); err != nil {
		return err
	}
	return b.growth(ctx, p)
}

// onSQLite is the ordinary cases on SQLite.
func (b *bench) onSQLite(ctx context.Context) error {
	list, closeAll, err := onSQLite(ctx)
	if err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	defer closeAll()
	nothing := func() error { return nil }
	if err := ordinary.Check(ctx, list, nothing); err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	say("%d libraries do the same on SQLite", len(list))
	runner := b.runner
	defer func() { b.runner = runner }()
	b.runner = measure.NewRunner(nil, b.config.Options)
	b.OnSQLite, err = b.all(ordinary.Cases(ctx, ordinary.SQLite, chosen(list, b.rivals), nothing))
	return err
}

// all measures those cases that were chosen.
func (b *bench) all(cases []measure.Case) ([]measure.Result, error) {
	var results []measure.Result
	for _, c := range cases {
		r, ok, err := b.one(c)
		if err != nil {
			return nil, err
		}
		if ok {
			results = append(results, r)
		}
	}
	return results, nil
}

// one measures a case, if it was chosen.
func (b *bench) one(c measure.Case) (r measure.Result, ok bool, err error) {
	if b.checkOnly || !b.cases.MatchString(c.Name) {
		return r, false, nil
	}
	if r, err = b.runner.Run(c); err != nil {
		return r, false, err
	}
	printResult(r)
	return r, true, nil
}

// write writes the report, if there is a place for it.
func (b *bench) write() error {
	if b.out == "" || b.checkOnly {
		return nil
	}
	if err := os.WriteFile(filepath.Join(b.out, "RESULTS.md"), []byte(b.Markdown()), 0o644); err != nil {
		return err
	}
	say("wrote %s", filepath.Join(b.out, "RESULTS.md"))
	chart := b.Chart()
	if chart == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(b.out, "load.svg"), []byte(chart), 0o644)
}
