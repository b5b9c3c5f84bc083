package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/growth"
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

// asking is the context of what is measured. It cannot be cancelled: that costs pgx a goroutine for each statement, and the
// figures that the targets come of were measured without.
var asking = context.Background()

// clean takes away what was inserted on PostgreSQL.
func (b *bench) clean() error { return data.Clean(asking, b.cleaner) }

// inserted counts it.
func (b *bench) inserted() (int, error) { return data.Inserted(asking, b.cleaner) }

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
	for _, part := range []struct {
		cases []string
		run   func(context.Context) error
	}{
		{append(ordinary.Names(), growth.OnPostgres...), b.onPostgres}, {togetherNames(), b.together}, {sqliteNames(), b.onSQLite},
	} {
		if !slices.ContainsFunc(part.cases, b.cases.MatchString) {
			continue
		}
		if err := part.run(ctx); err != nil {
			return err
		}
	}
	say("done in %v", time.Since(b.When).Round(time.Second))
	return b.write()
}

// onPostgres has every library do the ordinary cases, and hand-written code and Duet those that grow.
func (b *bench) onPostgres(ctx context.Context) error {
	p, err := openPostgres(ctx, b.dsn)
	if err != nil {
		return err
	}
	defer p.close()
	if err := ordinary.Check(ctx, p.list, b.inserted, b.clean); err != nil {
		return err
	}
	say("%d libraries do the same on PostgreSQL", len(p.list))
	if b.OnPostgres, err = b.all(ctx, ordinary.Cases(asking, "", chosen(p.list, b.rivals), b.clean)); err != nil {
		return err
	}
	return b.growth(ctx, p)
}

// sqliteNames are the cases of onSQLite.
func sqliteNames() (names []string) {
	for _, name := range []string{ordinary.Get, ordinary.Page, ordinary.Read} {
		names = append(names, ordinary.SQLite+name)
	}
	return names
}

// onSQLite is the ordinary cases on SQLite.
func (b *bench) onSQLite(ctx context.Context) error {
	list, closeAll, err := onSQLite(ctx)
	if err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	defer closeAll()
	nothing := func() error { return nil }
	if err := ordinary.Check(ctx, list, nil, nothing); err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	say("%d libraries do the same on SQLite", len(list))
	runner := b.runner
	defer func() { b.runner = runner }()
	b.runner = measure.NewRunner(nil, b.config.Options)
	b.OnSQLite, err = b.all(ctx, ordinary.Cases(asking, ordinary.SQLite, chosen(list, b.rivals), nothing))
	return err
}

// all measures those cases that were chosen.
func (b *bench) all(ctx context.Context, cases []measure.Case) ([]measure.Result, error) {
	var results []measure.Result
	for _, c := range cases {
		r, ok, err := b.one(ctx, c)
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
func (b *bench) one(ctx context.Context, c measure.Case) (r measure.Result, ok bool, err error) {
	if b.checkOnly || !b.cases.MatchString(c.Name) {
		return r, false, nil
	}
	if r, err = b.runner.Run(ctx, c); err != nil {
		return r, false, err
	}
	printResult(r)
	return r, true, nil
}

// write writes the report, if there is a place for it.
func (b *bench) write() error {
	if b.checkOnly {
		return nil
	}
	if b.Empty() {
		return fmt.Errorf("no case has a name that matches %q: run with -quick to see them all", b.cases)
	}
	if b.out == "" {
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
