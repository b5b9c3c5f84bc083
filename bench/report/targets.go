package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/seed83105465/duet/bench/measure"
	"github.com/seed83105465/duet/bench/ordinary"
)

// atMost is what Duet promises of a case, as ratios to the base; 0 promises nothing.
type atMost struct{ elapsed, client, allocs float64 }

// targets are the right-hand column of the design, section 12.
var targets = map[string]atMost{
	ordinary.Get:      {1.00, 1.00, 0.75},
	ordinary.Page:     {0.90, 0.85, 0.70},
	ordinary.Read:     {0.92, 0.78, 0.70},
	ordinary.Join:     {0.97, 0.80, 0.65},
	ordinary.Prefetch: {0.90, 0.80, 0.70},
	ordinary.Tagged:   {1.00, 1.00, 1.00},
	ordinary.Insert:   {1.02, 1.00, 1.00},
	ordinary.Bulk:     {1.03, 1.10, 1.10},
	ordinary.Update:   {1.02, 1.00, 1.00},

	ordinary.SQLite + ordinary.Get:  {elapsed: 0.85},
	ordinary.SQLite + ordinary.Page: {elapsed: 0.90},
	ordinary.SQLite + ordinary.Read: {elapsed: 0.80},
}

// Building a statement has a target of its own, in nanoseconds and allocations.
const (
	buildNanoseconds = 500
	buildAllocs      = 4
)

// atLeast is how many times the sequential form's speed, or throughput, is promised.
var (
	idleAtLeast    = map[string]float64{"loopback": 4.3, "1 ms": 7.6, "4 ms": 9.2}
	loadAtLeast    = map[string]float64{"loopback": 2.5, "1 ms": 4.6, "4 ms": 7.8}
	lookupsAtLeast = map[string]float64{"1 ms": 40}
)

// twoDigits is a value as it is shown: what looks like 1.00 is held against 1.00.
func twoDigits(v float64) float64 { return math.Round(v*100) / 100 }

// above says whether a value keeps to a target that it may not be above.
func above(value, target float64) string {
	if target == 0 {
		return "-"
	}
	if twoDigits(value) <= target {
		return "met"
	}
	return fmt.Sprintf("**missed by %.0f %%**", (value/target-1)*100)
}

// below is above for a target that a value may not be below.
func below(value, target float64) string {
	if target == 0 {
		return "-"
	}
	if twoDigits(value) >= target {
		return "met"
	}
	return fmt.Sprintf("**missed by %.0f %%**", (1-value/target)*100)
}

// find is the stats of an entry; ok is false where there is none.
func find(r measure.Result, name string) (s measure.Stats, ok bool) {
	for _, s := range r.Stats() {
		if s.Name == name {
			return s, true
		}
	}
	return s, false
}

// ratio is a to b; 0 where there is nothing to divide by.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// against writes Duet's ratios beside what was promised.
func against(w *strings.Builder, results []measure.Result) {
	table(w, "case", "elapsed", "target", "", "client CPU", "target", "", "allocations", "target", "", "noise")
	for _, r := range results {
		duet, ok := find(r, "duet")
		if !ok {
			continue
		}
		base := r.Stats()[0]
		noise := "-"
		if again, ok := find(r, measure.Again); ok {
			noise = fmt.Sprintf("%.2f / %.2f", ratio(again.Elapsed, base.Elapsed), ratio(again.Client, base.Client))
		}
		if r.Case == ordinary.Build {
			row(w, r.Case+flags(r), fmt.Sprintf("%.2f us", duet.Elapsed/1e3), "0.50 us", above(duet.Elapsed, buildNanoseconds), "-", "-", "-",
				fmt.Sprintf("%.0f", duet.Allocs), fmt.Sprint(buildAllocs), above(math.Round(duet.Allocs), buildAllocs), noise)
			continue
		}
		t := targets[r.Case]
		cells := []string{r.Case + flags(r)}
		for _, m := range []struct{ duet, base, target float64 }{
			{duet.Elapsed, base.Elapsed, t.elapsed}, {duet.Client, base.Client, t.client}, {duet.Allocs, base.Allocs, t.allocs},
		} {
			promised := "-"
			if m.target > 0 {
				promised = fmt.Sprintf("%.2f", m.target)
			}
			value := ratio(m.duet, m.base)
			cells = append(cells, fmt.Sprintf("%.2f", value), promised, above(value, m.target))
		}
		row(w, append(cells, noise)...)
	}
}

// flags says what is special about how a case was measured.
func flags(r measure.Result) string {
	s := ""
	if r.Pinned {
		s += " ¹"
	}
	if stats := r.Stats(); len(stats) > 0 && stats[0].Noisy {
		s += " ²"
	}
	return s
}
