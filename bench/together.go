package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed83105465/duet/bench/async"
	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/growth"
	"github.com/seed83105465/duet/bench/measure"
	"github.com/seed83105465/duet/bench/report"
)

// together is the experiments with several queries at once, on each network.
func (b *bench) together(ctx context.Context) (err error) {
	networks, err := async.Networks(b.dsn, connections)
	defer func() {
		for _, n := range networks {
			err = errors.Join(err, n.Close())
		}
	}()
	if err != nil {
		return err
	}
	for _, n := range networks {
		if err := n.Check(); err != nil {
			return err
		}
	}
	say("all forms of asking read the same")
	if b.checkOnly {
		return nil
	}
	defer func() { b.runner.Others = nil }()
	for _, n := range networks {
		b.runner.Others = n.Processes()
		took, err := n.Trip()
		if err != nil {
			return err
		}
		b.Trips = append(b.Trips, report.Trip{Network: n.Name, Took: took})
		results, err := b.all(ctx, []measure.Case{n.Idle(), n.Lookups()})
		if err != nil {
			return err
		}
		b.Futures = append(b.Futures, results...)
		if err := b.load(n); err != nil {
			return err
		}
		if err := b.headOfLine(n); err != nil {
			return err
		}
	}
	b.runner.Others = networks[0].Processes()
	return b.curve(ctx, growth.Futures(networks[0]))
}

func loadName(network string) string { return "load, " + network }
func lineName(network string) string { return "head of line, " + network }

// togetherNames are the cases of together.
func togetherNames() []string {
	names := []string{growth.FuturesName}
	for _, n := range async.NetworkNames() {
		names = append(names, async.IdleName(n), async.LookupsName(n), loadName(n), lineName(n))
	}
	return names
}

func (b *bench) load(n *async.Network) error {
	if !b.cases.MatchString(loadName(n.Name)) {
		return nil
	}
	b.Load = async.LoadOptions{Handlers: 64, Questions: 10, Round: 1500 * time.Millisecond, Rounds: 6}
	if b.quick {
		b.Load.Round, b.Load.Rounds = 600*time.Millisecond, 1
	}
	loads, err := n.Load(measure.NewMeter(b.server), b.Load)
	if err != nil {
		return fmt.Errorf("%s: %w", loadName(n.Name), err)
	}
	say("%s: %s serves %.0f handlers/s, p50 %v, p99 %v", loadName(n.Name), loads[0].Form, loads[0].Throughput, loads[0].P50, loads[0].P99)
	for _, l := range loads[1:] {
		fmt.Printf("         %-20s %6.2f times, p50 %v, p99 %v, client %v, server %v\n", l.Form, l.Throughput/loads[0].Throughput, l.P50, l.P99, l.Client, l.Server)
	}
	b.Loads = append(b.Loads, report.NetworkLoad{Network: n.Name, Loads: loads})
	return nil
}

func (b *bench) headOfLine(n *async.Network) error {
	if !b.cases.MatchString(lineName(n.Name)) || n.RoundTrip > time.Millisecond {
		return nil
	}
	repeats := 30
	if b.quick {
		repeats = 1
	}
	lines, err := n.HeadOfLine(repeats)
	if err != nil {
		return fmt.Errorf("%s: %w", lineName(n.Name), err)
	}
	say("%s: first quick, half, last quick, all", lineName(n.Name))
	for _, l := range lines {
		fmt.Printf("         %-20s slow is number %2d: %v, %v, %v, %v\n", l.Form, l.Slow, l.First, l.Half, l.LastQuick, l.Last)
	}
	b.Lines = append(b.Lines, report.NetworkLine{Network: n.Name, Lines: lines})
	return nil
}

// growth is what shows how cost grows with work, by hand and with Duet.
func (b *bench) growth(ctx context.Context, p *onPostgres) error {
	if err := growth.Check(ctx, p.pool, p.db); err != nil {
		return err
	}
	say("joins of up to six tables read the same")
	if b.checkOnly {
		return nil
	}
	beside := growth.Beside{Hand: p.named("raw"), Duet: p.named("duet")}
	if err := b.curve(ctx, growth.Tables(asking, p.pool, p.db)); err != nil {
		return err
	}
	if err := b.curve(ctx, growth.Parents(asking, beside)); err != nil {
		return err
	}
	if err := b.curve(ctx, growth.Chunks(asking, beside, b.clean)); err != nil {
		return err
	}
	rows := growth.Rows(asking, beside)
	if !b.wants(rows) {
		return nil
	}
	if err := data.Grow(ctx, b.dsn, growth.Most); err != nil {
		return err
	}
	return errors.Join(b.curve(ctx, rows), b.clean())
}

// wants says whether anything of a curve was chosen.
func (b *bench) wants(c growth.Curve) bool {
	for _, p := range c.Points {
		if b.cases.MatchString(p.Case.Name) {
			return true
		}
	}
	return false
}

// curve measures a curve: fewer slices than of a case, for there are many points.
func (b *bench) curve(ctx context.Context, c growth.Curve) error {
	usual := b.runner.Options
	defer func() { b.runner.Options = usual }()
	b.runner.Want = min(usual.Want, 10)
	b.runner.Max = min(usual.Max, 8*time.Second)
	curve := report.Curve{Name: c.Name, Unit: c.Unit}
	for _, p := range c.Points {
		r, ok, err := b.one(ctx, p.Case)
		if err != nil {
			return err
		}
		if ok {
			curve.Points = append(curve.Points, report.Point{Units: p.Units, Result: r})
		}
	}
	if len(curve.Points) > 0 {
		b.Curves = append(b.Curves, curve)
	}
	return nil
}
