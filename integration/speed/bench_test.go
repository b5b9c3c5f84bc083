package speed

import (
	"context"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkAgainst runs each call by hand and by Duet in turn, in one process, and reports Duet's share: of time, of this
// process's CPU time and of allocations. An iteration is a slice of calls of both sides. Pinned to one CPU with its server
// (taskset -c 1) it says most.
func BenchmarkAgainst(b *testing.B) {
	r, d := server(b)
	for _, c := range cases(r, d) {
		b.Run(strings.ReplaceAll(c.name, " ", "-"), func(b *testing.B) {
			b.Run("background", func(b *testing.B) { against(context.Background(), b, r, c) })
			b.Run("cancellable", func(b *testing.B) {
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				against(ctx, b, r, c)
			})
		})
	}
}

// BenchmarkDuet is Duet's side alone, for profiles.
func BenchmarkDuet(b *testing.B) {
	alone(b, func(c oneCase) func(context.Context, int) error { return c.duet })
}

// BenchmarkRaw is the other.
func BenchmarkRaw(b *testing.B) {
	alone(b, func(c oneCase) func(context.Context, int) error { return c.raw })
}

func alone(b *testing.B, side func(oneCase) func(context.Context, int) error) {
	r, d := server(b)
	for _, c := range cases(r, d) {
		b.Run(strings.ReplaceAll(c.name, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if err := side(c)(context.Background(), i); err != nil {
					b.Fatal(err)
				}
				i++
			}
			b.StopTimer()
			_, err := r.pool.Exec(b.Context(), "SELECT 1")
			require.NoError(b, err)
			if c.after != "" {
				_, err := r.pool.Exec(b.Context(), c.after)
				require.NoError(b, err)
			}
		})
	}
}

// spent is what a number of slices took.
type spent struct {
	elapsed, cpu time.Duration
	allocations  uint64
}

func (s *spent) measure(f func()) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	from, cpu := time.Now(), cpuTime()
	f()
	s.elapsed += time.Since(from)
	s.cpu += cpuTime() - cpu
	runtime.ReadMemStats(&after)
	s.allocations += after.Mallocs - before.Mallocs
}

// cpuTime is what this process has used.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// slice is how long one side runs before it is the other's turn.
const slice = 30 * time.Millisecond

func against(ctx context.Context, b *testing.B, r raw, c oneCase) {
	i := 0
	run := func(f func(context.Context, int) error, n int) {
		for range n {
			if err := f(ctx, i); err != nil {
				b.Fatal(err)
			}
			i++
		}
	}
	from := time.Now()
	n := 0
	for ; time.Since(from) < slice; n++ {
		run(c.raw, 1)
		run(c.duet, 1)
	}
	n *= 2
	var hand, ours spent
	calls := 0
	for b.Loop() {
		hand.measure(func() { run(c.raw, n) })
		ours.measure(func() { run(c.duet, n) })
		calls += n
	}
	if c.after != "" {
		_, err := r.pool.Exec(b.Context(), c.after)
		require.NoError(b, err)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(ours.elapsed)/float64(hand.elapsed), "elapsed")
	b.ReportMetric(float64(ours.cpu)/float64(hand.cpu), "cpu")
	b.ReportMetric(float64(ours.allocations)/float64(hand.allocations), "allocs")
	b.ReportMetric(float64(ours.allocations)/float64(calls), "allocs/ours")
	b.ReportMetric(float64(hand.allocations)/float64(calls), "allocs/raw")
	b.ReportMetric(float64(ours.cpu.Nanoseconds())/1000/float64(calls), "us-cpu/ours")
}
