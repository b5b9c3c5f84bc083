package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/measure"
	"github.com/seed83105465/duet/bench/ordinary"
)

// bench does what the flags say: it starts a server, seeds, checks, measures, reports.
func bench(ctx context.Context, c config) (err error) {
	dsn, stop, err := server(c.dsn)
	if err != nil {
		return err
	}
	defer func() {
		if stopErr := stop(); err == nil {
			err = stopErr
		}
	}()
	if err := data.Seed(ctx, dsn); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	cleaner, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = cleaner.Close(ctx) }()
	clean := func() error { return data.Clean(ctx, cleaner) }

	list, closeAll, err := onPostgres(ctx, dsn)
	if err != nil {
		return err
	}
	defer closeAll()
	if err := ordinary.Check(ctx, list, clean); err != nil {
		return err
	}
	say("%d libraries do the same on PostgreSQL", len(list))
	if c.checkOnly {
		return nil
	}
	processes, err := measure.FindServer(ctx, dsn)
	if err != nil {
		return err
	}
	runner := measure.NewRunner(processes, c.Options)
	var results []measure.Result
	for _, m := range ordinary.Cases(ctx, chosen(list, c.rivals), clean) {
		if !c.cases.MatchString(m.Name) {
			continue
		}
		result, err := runner.Run(m)
		if err != nil {
			return err
		}
		printResult(result)
		results = append(results, result)
	}
	return nil
}

// say tells whoever waits.
func say(format string, args ...any) {
	fmt.Printf("%s "+format+"\n", append([]any{time.Now().Format(time.TimeOnly)}, args...)...)
}

// printResult prints a case for whoever waits.
func printResult(r measure.Result) {
	stats := r.Stats()
	base := stats[0]
	note := ""
	if r.Pinned {
		note = ", on one CPU"
	}
	if base.Noisy {
		note += ", disturbed"
	}
	say("%s%s: %s is %.1f us, client %.1f us, server %.1f us, %.0f allocations, %.0f bytes", r.Case, note, base.Name,
		base.Elapsed/1e3, base.Client/1e3, base.Server/1e3, base.Allocs, base.Bytes)
	for _, s := range stats[1:] {
		fmt.Printf("         %-20s %6.2f elapsed %6.2f client %6.2f server %6.2f allocations %6.2f bytes  (%d of %d slices)\n", s.Name,
			s.Elapsed/base.Elapsed, s.Client/base.Client, s.Server/max(base.Server, 1), s.Allocs/base.Allocs, s.Bytes/base.Bytes, s.Used, s.Of)
	}
}
