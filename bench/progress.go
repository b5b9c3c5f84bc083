package main

import (
	"fmt"
	"time"

	"github.com/seed83105465/duet/bench/measure"
)

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
	over := func(a, b float64) string {
		if b == 0 {
			return "     -"
		}
		return fmt.Sprintf("%6.2f", a/b)
	}
	for _, s := range stats[1:] {
		fmt.Printf("         %-20s %s elapsed %s client %s server %s allocations %s bytes  (%d of %d slices)\n", s.Name, over(s.Elapsed, base.Elapsed),
			over(s.Client, base.Client), over(s.Server, base.Server), over(s.Allocs, base.Allocs), over(s.Bytes, base.Bytes), s.Used, s.Of)
	}
}
