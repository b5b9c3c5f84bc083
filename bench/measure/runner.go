package measure

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"
)

// Runner measures cases against one server, one after the other.
type Runner struct {
	Options
	Server *Server // nil is none, or one that cannot be seen
	Others []int   // processes that are part of what is measured, and so disturb nothing
	pinned int     // the CPU that everything is on; -1 is all
	count  int
}

// NewRunner makes a runner. Server is nil where there is none.
func NewRunner(server *Server, options Options) *Runner {
	return &Runner{Options: options, Server: server, pinned: -1}
}

// Run measures a case. The first error of an entry ends it, and so does the context, between two slices: entries have
// contexts of their own, if any.
func (r *Runner) Run(ctx context.Context, c Case) (_ Result, err error) {
	if c.Pinned {
		if cpu, undo, pinErr := r.Server.Pin(); pinErr == nil {
			r.pinned = cpu
			defer func() {
				r.pinned = -1
				if undoErr := undo(); err == nil {
					err = undoErr
				}
			}()
		}
	}
	runs, err := r.calibrate(c)
	if err != nil {
		return Result{}, err
	}
	result := Result{Case: c.Name, Pinned: r.pinned >= 0, Slices: make([][]Slice, len(c.Entries))}
	for _, e := range c.Entries {
		result.Names = append(result.Names, e.Name)
	}
	quiet := make([]int, len(c.Entries))
	for start := time.Now(); time.Since(start) < r.Max && least(quiet) < r.Want; {
		for _, k := range rand.Perm(len(c.Entries)) {
			if ctx.Err() != nil {
				return Result{}, ctx.Err()
			}
			s, took, err := r.slice(c.Entries[k], runs[k])
			if err != nil {
				return Result{}, fmt.Errorf("%s, %s: %w", c.Name, c.Entries[k].Name, err)
			}
			result.Slices[k] = append(result.Slices[k], s)
			if s.Foreign < r.Quiet {
				quiet[k]++
			}
			if took < r.Slice/2 || took > r.Slice*2 {
				runs[k] = max(1, int(float64(runs[k])*float64(r.Slice)/float64(took)))
			}
		}
		if c.After != nil {
			if err := c.After(); err != nil {
				return Result{}, err
			}
		}
	}
	result.quiet = r.Quiet
	return result, nil
}

func least(of []int) int {
	m := of[0]
	for _, n := range of {
		m = min(m, n)
	}
	return m
}

// calibrate warms each entry up (connections, prepared statements, caches) and says how many runs fill a slice.
func (r *Runner) calibrate(c Case) ([]int, error) {
	runs := make([]int, len(c.Entries))
	for k, e := range c.Entries {
		best := time.Hour
		for i := range r.Warm + 3 {
			start := time.Now()
			r.count++
			if err := e.Run(r.count); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", c.Name, e.Name, err)
			}
			if i >= r.Warm {
				best = min(best, time.Since(start))
			}
		}
		runs[k] = max(1, int(r.Slice/max(best, 100)))
	}
	if c.After != nil {
		return runs, c.After()
	}
	return runs, nil
}

// slice measures n runs of an entry, and says how long they took together.
func (r *Runner) slice(e Entry, n int) (Slice, time.Duration, error) {
	runtime.GC()
	processes := r.Server.processes()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	other, server, free, client := threadsCPU(r.Others), cpu(processes), idle(r.pinned), clientCPU()
	start := time.Now()
	for range n {
		r.count++
		if err := e.Run(r.count); err != nil {
			return Slice{}, 0, err
		}
	}
	took := time.Since(start)
	client, free, server = clientCPU()-client, idle(r.pinned)-free, cpu(processes)-server
	other = threadsCPU(r.Others) - other
	runtime.ReadMemStats(&after)

	cpus := 1
	if r.pinned < 0 {
		cpus = runtime.NumCPU()
	}
	elapsed, runs := float64(took), float64(n)
	return Slice{
		Runs: n, Elapsed: elapsed / runs, Client: float64(client) / runs, Server: float64(server) / runs,
		Allocs: float64(after.Mallocs-before.Mallocs) / runs, Bytes: float64(after.TotalAlloc-before.TotalAlloc) / runs,
		Foreign: (float64(cpus)*elapsed - float64(free+client+server+other)) / elapsed,
	}, took, nil
}
