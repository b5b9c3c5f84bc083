package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed83105465/duet/bench/async"
	"github.com/seed83105465/duet/bench/measure"
)

// futures writes what several questions at once took, beside one after the other.
func (r *Report) futures(w *strings.Builder) {
	if len(r.Futures) == 0 {
		return
	}
	w.WriteString("\n## Several queries at once, by one handler\n\nTimes in us, and how many times as fast as one query after the other.")
	if len(r.Trips) > 0 {
		var trips []string
		for _, t := range r.Trips {
			trips = append(trips, fmt.Sprintf("%s: %v", t.Network, t.Took.Round(time.Microsecond)))
		}
		fmt.Fprintf(w, " A ping takes: %s.", strings.Join(trips, ", "))
	}
	w.WriteString("\n")
	table(w, "case", "form", "elapsed", "times", "target", "", "client CPU", "server CPU", "allocations")
	for _, result := range r.Futures {
		stats := result.Stats()
		for _, s := range stats {
			times, promised, verdict := ratio(stats[0].Elapsed, s.Elapsed), "", ""
			if s.Name == async.Duet {
				if t := futureTarget(result.Case); t > 0 {
					promised, verdict = fmt.Sprintf("%.1f", t), below(times, t)
				}
			}
			row(w, result.Case+flags(result), s.Name, number(s.Elapsed/1e3), fmt.Sprintf("%.2f", times), promised, verdict,
				number(s.Client/1e3), number(s.Server/1e3), number(s.Allocs))
		}
	}
}

// futureTarget is what was promised of a case with futures, or 0.
func futureTarget(name string) float64 {
	for _, of := range []struct {
		name    func(network string) string
		atLeast map[string]float64
	}{{async.IdleName, idleAtLeast}, {async.LookupsName, lookupsAtLeast}} {
		for network, t := range of.atLeast {
			if of.name(network) == name {
				return t
			}
		}
	}
	return 0
}

// load writes what many handlers did.
func (r *Report) load(w *strings.Builder) {
	if len(r.Loads) == 0 {
		return
	}
	fmt.Fprintf(w, "\n## Under load\n\n%d handlers, each asking %d quick queries at a time, share ten connections. How many handlers are served in a second,\n"+
		"and how many times that is what the sequential form serves; CPU times are of one handler.\n\n![The load experiment](load.svg)\n", r.Load.Handlers, r.Load.Questions)
	table(w, "round trip", "form", "handlers/s", "times", "target", "", "p50 ms", "p99 ms", "p99 below sequential's", "client CPU us", "server CPU us")
	for _, n := range r.Loads {
		base := n.Loads[0]
		for _, l := range n.Loads {
			times := ratio(l.Throughput, base.Throughput)
			promised, verdict, tail := "", "", ""
			if l.Form == async.Duet {
				promised, verdict = fmt.Sprintf("%.1f", loadAtLeast[n.Network]), below(times, loadAtLeast[n.Network])
				tail = above(float64(l.P99), float64(base.P99))
			}
			row(w, n.Network, l.Form, fmt.Sprintf("%.0f", l.Throughput), fmt.Sprintf("%.2f", times), promised, verdict,
				millis(l.P50), millis(l.P99), tail, number(float64(l.Client)/1e3), number(float64(l.Server)/1e3))
		}
	}
}

func millis(d time.Duration) string { return number(float64(d) / 1e6) }

// headOfLine writes when quick answers came beside a slow one.
func (r *Report) headOfLine(w *strings.Builder) {
	if len(r.Lines) == 0 {
		return
	}
	w.WriteString("\n## Nine quick queries and one of 50 ms\n\nWhen the answers came, in ms: medians. Duet knows by then which plan is the slow one.\n")
	table(w, "round trip", "form", "slow one is number", "first quick", "half of the quick", "last quick", "all")
	for _, n := range r.Lines {
		for _, l := range n.Lines {
			row(w, n.Network, l.Form, fmt.Sprint(l.Slow), millis(l.First), millis(l.Half), millis(l.LastQuick), millis(l.Last))
		}
	}
}

// growth writes how cost grows with work.
func (r *Report) growth(w *strings.Builder) {
	if len(r.Curves) == 0 {
		return
	}
	w.WriteString("\n## Cost as work grows\n\nOf one unit: by hand, with Duet, and the ratio. By hand is pgx as above; for futures it is a pgx batch.\n")
	for _, c := range r.Curves {
		fmt.Fprintf(w, "\n### %s\n", strings.ToUpper(c.Name[:1])+c.Name[1:])
		table(w, c.Unit+"s", "us a "+c.Unit+", by hand", "duet", "ratio", "client CPU us, by hand", "duet", "ratio", "allocations, by hand", "duet", "ratio")
		for _, p := range c.Points {
			stats := p.Result.Stats()
			hand, duet := stats[0], stats[len(stats)-1]
			cells := []string{fmt.Sprint(p.Units) + flags(p.Result)}
			for _, v := range []struct {
				of    func(measure.Slice) float64
				scale float64
			}{
				{func(s measure.Slice) float64 { return s.Elapsed }, 1e3}, {func(s measure.Slice) float64 { return s.Client }, 1e3},
				{func(s measure.Slice) float64 { return s.Allocs }, 1},
			} {
				a, b := v.of(hand.Slice), v.of(duet.Slice)
				of := float64(p.Units) * v.scale
				cells = append(cells, number(a/of), number(b/of), fmt.Sprintf("%.2f", ratio(b, a)))
			}
			row(w, cells...)
		}
	}
}
