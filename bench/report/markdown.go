package report

import (
	"fmt"
	"strings"

	"github.com/seed83105465/duet/bench/measure"
)

// table begins a table.
func table(w *strings.Builder, columns ...string) {
	w.WriteByte('\n')
	row(w, columns...)
	w.WriteString("|" + strings.Repeat(" --- |", len(columns)) + "\n")
}

func row(w *strings.Builder, cells ...string) {
	w.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// Markdown is the text of RESULTS.md.
func (r *Report) Markdown() string {
	w := new(strings.Builder)
	fmt.Fprintf(w, `# Results

What `+"`make bench`"+` measured on %s; [README.md](README.md) says how, and what the columns mean.

- Machine: %s
- Database: %s
- Libraries: %s
- Slices of %v, at least %d quiet ones of each library where the machine allowed it; medians
`, r.When.UTC().Format("2006-01-02 15:04 UTC"), r.Machine, r.Postgres, strings.Join(r.Versions, ", "), r.Options.Slice, r.Options.Want)
	if r.Quick {
		w.WriteString("\n**A quick run: it shows that everything runs, and nothing else.**\n")
	}
	if r.Selected {
		w.WriteString("\n**Only some of the cases, or some of the libraries.**\n")
	}
	cases := append(append([]measure.Result(nil), r.OnPostgres...), r.OnSQLite...)
	if len(cases) > 0 {
		w.WriteString("\n## Duet against its targets\n\nRatios to the code by hand (pgx, or database/sql on SQLite): smaller is better, 1.00 is the same. Noise is what that code\n" +
			"differs by from itself, measured a second time in the same run (elapsed / client CPU).\n")
		against(w, cases)
		w.WriteString("\n¹ client and server on one CPU. ² the machine was too busy: of the slices, the less disturbed half.\n")
	}
	r.futures(w)
	r.load(w)
	r.headOfLine(w)
	if len(r.OnPostgres) > 0 {
		w.WriteString("\n## Everybody, on PostgreSQL\n")
		matrices(w, r.OnPostgres)
	}
	if len(r.OnSQLite) > 0 {
		w.WriteString("\n## Everybody, on SQLite\n")
		matrices(w, r.OnSQLite)
	}
	r.growth(w)
	return w.String()
}

// measures are what a matrix is written of.
var measures = []struct {
	name, unit string
	value      func(measure.Slice) float64
	scale      float64
}{
	{"Elapsed", "us", func(s measure.Slice) float64 { return s.Elapsed }, 1e3},
	{"Client CPU", "us", func(s measure.Slice) float64 { return s.Client }, 1e3},
	{"Server CPU", "us", func(s measure.Slice) float64 { return s.Server }, 1e3},
	{"Allocations", "", func(s measure.Slice) float64 { return s.Allocs }, 1},
	{"Bytes allocated", "", func(s measure.Slice) float64 { return s.Bytes }, 1},
}

// matrices writes a table for each measure: the libraries down, the cases across.
func matrices(w *strings.Builder, results []measure.Result) {
	var names, heads []string
	at := map[string]bool{}
	for _, r := range results {
		heads = append(heads, r.Case)
		for _, n := range r.Names {
			if !at[n] && n != measure.Again {
				at[n] = true
				names = append(names, n)
			}
		}
	}
	names = append(names, measure.Again)
	for _, m := range measures {
		if !anything(results, m.value) {
			continue
		}
		fmt.Fprintf(w, "\n### %s\n\nRatio to %s, whose row has the numbers themselves%s.\n", m.name, names[0], inUnit(m.unit))
		table(w, append([]string{""}, heads...)...)
		for _, name := range names {
			cells := []string{name}
			for _, r := range results {
				cells = append(cells, cell(r, name, m.value, m.scale))
			}
			row(w, cells...)
		}
	}
}

func inUnit(unit string) string {
	if unit == "" {
		return ""
	}
	return " in " + unit
}

// anything says whether there is anything to show of a measure: of SQLite there is no server.
func anything(results []measure.Result, value func(measure.Slice) float64) bool {
	for _, r := range results {
		if value(r.Stats()[0].Slice) > 0 {
			return true
		}
	}
	return false
}

// cell is a library's ratio to the base, and the base's own number.
func cell(r measure.Result, name string, value func(measure.Slice) float64, scale float64) string {
	s, ok := find(r, name)
	if !ok {
		return "-"
	}
	base := r.Stats()[0]
	if name == base.Name {
		return number(value(s.Slice) / scale)
	}
	if value(base.Slice) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", value(s.Slice)/value(base.Slice))
}

// number writes a number with as many digits as mean something.
func number(v float64) string {
	switch {
	case v < 10:
		return fmt.Sprintf("%.2f", v)
	case v < 100:
		return fmt.Sprintf("%.1f", v)
	default:
		return fmt.Sprintf("%.0f", v)
	}
}
