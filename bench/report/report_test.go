package report

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/bench/async"
	"github.com/seed83105465/duet/bench/measure"
	"github.com/seed83105465/duet/bench/ordinary"
)

// result is a case of entries that cost this much.
func result(name string, entries ...measure.Stats) measure.Result {
	r := measure.Result{Case: name}
	for _, e := range entries {
		r.Names = append(r.Names, e.Name)
		r.Slices = append(r.Slices, []measure.Slice{e.Slice})
	}
	return r
}

func entry(name string, elapsed, client, allocs float64) measure.Stats {
	return measure.Stats{Name: name, Slice: measure.Slice{Elapsed: elapsed, Client: client, Allocs: allocs, Bytes: 8}}
}

func sample() *Report {
	return &Report{
		When: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
		OnPostgres: []measure.Result{
			result(ordinary.Get, entry("raw", 100, 100, 10), entry("duet", 100, 150, 5), entry(measure.Again, 101, 98, 10)),
			result(ordinary.Build, entry("raw", 300, 300, 4), entry("duet", 600, 600, 4)),
		},
		Futures: []measure.Result{result(async.IdleName("1 ms"), entry(async.Sequential, 8000, 1, 1), entry(async.Duet, 1000, 1, 1))},
		Load:    async.LoadOptions{Handlers: 64, Questions: 10},
		Loads: []NetworkLoad{{Network: "loopback", Loads: []async.Load{
			{Form: async.Sequential, Throughput: 1000, P99: 50 * time.Millisecond}, {Form: async.Duet, Throughput: 2000, P99: 60 * time.Millisecond},
		}}},
		Curves: []Curve{{Name: "rows read", Unit: "row", Points: []Point{
			{Units: 10, Result: result("", entry("raw", 10_000, 10_000, 20), entry("duet", 20_000, 5_000, 10))},
		}}},
	}
}

// TestMarkdown: what is promised is held against what was measured, above or below it.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	text := sample().Markdown()
	for _, line := range []string{
		"| get by key ² | 1.00 | 1.00 | met | 1.50 | 1.00 | **missed by 50 %** | 0.50 | 0.75 | met | 1.01 / 0.98 |",
		"| building the statement of case 2 ² | 0.60 us | 0.50 us | **missed by 20 %** | - | - | - | 4 | 4 | met | - |",
		"| 10 futures, idle, 1 ms ² | duet | 1.00 | 8.00 | 7.6 | met | 0.00 | 0.00 | 1.00 |",
		"| loopback | duet | 2000 | 2.00 | 2.5 | **missed by 20 %** | 0.00 | 60.0 | **missed by 20 %** | 0.00 | 0.00 |",
		"| duet | 1.00 | 2.00 |",
		"| 10 ² | 1.00 | 2.00 | 2.00 | 1.00 | 0.50 | 0.50 | 2.00 | 1.00 | 0.50 |",
	} {
		require.Contains(t, text, line+"\n")
	}
	require.NotContains(t, text, "on SQLite\n", "nothing was measured on it")
	require.NotContains(t, text, "### Server CPU", "there was none")
}

// TestChart: the chart is XML, and has a bar for each form, with its value.
func TestChart(t *testing.T) {
	t.Parallel()
	chart := sample().Chart()
	bars, texts := 0, []string(nil)
	d := xml.NewDecoder(strings.NewReader(chart))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "rect" {
				bars++
			}
		case xml.CharData:
			texts = append(texts, string(token))
		}
	}
	require.Equal(t, 4, bars, "two bars and two keys")
	require.Contains(t, texts, "2.0×")
	require.Contains(t, texts, "duet futures")
	require.Empty(t, new(Report).Chart())
}
