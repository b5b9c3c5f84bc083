package safety_test

import (
	"context"
	"testing"

	"github.com/seed83105465/duet/safety"
)

func BenchmarkCheckBlocking(b *testing.B) {
	p := &safety.Policy{}
	for name, ctx := range map[string]context.Context{
		"no mark, one deep":   context.WithValue(context.Background(), ctxKey{}, 1),
		"no mark, ten deep":   deep(context.Background()),
		"sync mark, ten deep": deep(safety.WithCell(context.Background())),
		"opened, ten deep":    deep(safety.AllowUnsafe(context.Background(), "bench")),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if safety.CheckBlocking(ctx, p, allCall) != nil {
					b.Fatal("rejected")
				}
			}
		})
	}
}

func BenchmarkCheckLazy(b *testing.B) {
	p := &safety.Policy{}
	_ = safety.Async(context.Background(), func(ac safety.AsyncContext) error {
		ctx := deep(safety.WithCell(ac.Context()))
		l := safety.LazyLoad{Relation: authorLoad, Rows: safety.Origin{Table: "Books", Call: "All", Scope: safety.ScopeOf(ac)}}
		b.ReportAllocs()
		for b.Loop() {
			if safety.CheckLazy(ctx, p, l) != nil {
				b.Fatal("rejected")
			}
		}
		return nil
	})
}

func BenchmarkCaller(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = safety.Caller(0)
	}
}

func BenchmarkScope(b *testing.B) {
	ctx := safety.WithCell(context.Background())
	b.ReportAllocs()
	for b.Loop() {
		_ = safety.AsyncAt(ctx, 1, func(safety.AsyncContext) error { return nil })
	}
}

// BenchmarkFuture is one future: made, started, settled, awaited.
func BenchmarkFuture(b *testing.B) {
	_ = safety.Async(context.Background(), func(ac safety.AsyncContext) error {
		b.ReportAllocs()
		for b.Loop() {
			f, p := safety.New[int](ac, "x", 1, nil)
			_, _ = p.Start()
			p.Settle(1, nil)
			_, _ = f.Await(ac)
		}
		return nil
	})
}

// BenchmarkGather is ten thousand futures in one scope on four workers, for each of them.
func BenchmarkGather(b *testing.B) {
	b.ReportAllocs()
	for n := 0; n < b.N; n += 10_000 {
		s := &session{workers: 4}
		_ = safety.Async(context.Background(), func(ac safety.AsyncContext) error {
			fs := make([]*safety.Future[int], 10_000)
			for i := range fs {
				fs[i] = value(ac, s, i)
			}
			_, err := safety.Gather(ac, fs...)
			return err
		})
	}
}
