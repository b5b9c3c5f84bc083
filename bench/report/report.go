// Package report writes what was measured: RESULTS.md, with what was promised beside it, and a chart.
package report

import (
	"time"

	"github.com/seed83105465/duet/bench/async"
	"github.com/seed83105465/duet/bench/measure"
)

// Report is what was measured in a run. What was not has no entry, and no table.
type Report struct {
	When       time.Time
	Machine    string
	Postgres   string   // the server's version
	Versions   []string // of the libraries
	Options    measure.Options
	Selected   bool // not all cases, or not all libraries
	Quick      bool
	OnPostgres []measure.Result
	OnSQLite   []measure.Result
	Futures    []measure.Result // ten at once, and lookups by key
	Trips      []Trip
	Loads      []NetworkLoad
	Load       async.LoadOptions
	Lines      []NetworkLine
	Curves     []Curve
}

// Empty says whether nothing was measured.
func (r *Report) Empty() bool {
	return len(r.OnPostgres)+len(r.OnSQLite)+len(r.Futures)+len(r.Loads)+len(r.Lines)+len(r.Curves) == 0
}

// Trip is what a round trip took on a network.
type Trip struct {
	Network string
	Took    time.Duration
}

// NetworkLoad is what handlers did on a network, by each form; the first is the sequential one.
type NetworkLoad struct {
	Network string
	Loads   []async.Load
}

// NetworkLine is when answers came on a network beside a slow one.
type NetworkLine struct {
	Network string
	Lines   []async.HeadOfLine
}

// Curve is how cost grew with work.
type Curve struct {
	Name, Unit string
	Points     []Point
}

// Point is what so many units cost, by hand and with Duet.
type Point struct {
	Units  int
	Result measure.Result
}
