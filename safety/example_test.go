package safety_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed83105465/duet/safety"
)

// shop stands for a database: package orm makes such calls.
var shop = &session{workers: 2}

func countBooks(ac safety.AsyncContext) *safety.Future[int] {
	return call(ac, shop, "Books.Count", func(context.Context) (int, error) { return 42, nil })
}

func listBooks(ac safety.AsyncContext) *safety.Future[[]string] {
	return call(ac, shop, "Books.All", func(context.Context) ([]string, error) {
		return []string{"The Go Programming Language"}, nil
	})
}

func ExampleAsync() {
	err := safety.Async(context.Background(), func(ac safety.AsyncContext) error {
		list, count := listBooks(ac), countBooks(ac) // nothing is sent yet
		books, err := list.Await(ac)                 // both are
		if err != nil {
			return err
		}
		n, err := count.Await(ac)
		fmt.Println(books, "of", n)
		return err
	})
	fmt.Println(err)
	// Output:
	// [The Go Programming Language] of 42
	// <nil>
}

func ExampleAsync_forgotten() {
	err := safety.Async(context.Background(), func(ac safety.AsyncContext) error {
		countBooks(ac) // never awaited: never sent
		return nil
	})
	var orphans *safety.OrphanFutureError
	if errors.As(err, &orphans) {
		fmt.Println(orphans.Orphans[0].Call, orphans.Orphans[0].State)
	}
	// Output: Books.Count not sent
}

func ExampleGather() {
	_ = safety.Async(context.Background(), func(ac safety.AsyncContext) error {
		counts, err := safety.Gather(ac, countBooks(ac), countBooks(ac), countBooks(ac))
		fmt.Println(counts, err)
		return err
	})
	// Output: [42 42 42] <nil>
}

func ExampleWaitAll() {
	_ = safety.Async(context.Background(), func(ac safety.AsyncContext) error {
		list, count := listBooks(ac), countBooks(ac)
		if err := safety.WaitAll(ac, list, count); err != nil {
			return err
		}
		n, err := count.Await(ac) // is there already
		fmt.Println(n)
		return err
	})
	// Output: 42
}

func ExampleMap() {
	_ = safety.Async(context.Background(), func(ac safety.AsyncContext) error {
		text := safety.Map(countBooks(ac), func(n int) (string, error) {
			return fmt.Sprintf("%d books", n), nil
		})
		s, err := text.Await(ac)
		fmt.Println(s)
		return err
	})
	// Output: 42 books
}

func ExamplePolicy() {
	policy := safety.Policy{}.
		With(safety.RuleBlockingCall, safety.Allow).
		WithFunc(safety.RuleLazyLoad, func(_ context.Context, err error) error {
			fmt.Println("seen:", errors.Is(err, safety.ErrLazyLoad))
			return nil // let it pass
		})
	_ = safety.Async(context.Background(), func(ac safety.AsyncContext) error {
		fmt.Println(safety.CheckBlocking(ac.Context(), &policy, safety.Call{On: "Books", Name: "All"}))
		fmt.Println(safety.CheckLazy(ac.Context(), &policy, safety.LazyLoad{}))
		fmt.Println(errors.Is(safety.CheckLazy(ac.Context(), nil, safety.LazyLoad{}), safety.ErrLazyLoad))
		return nil
	})
	// Output:
	// <nil>
	// seen: true
	// <nil>
	// true
}

func ExampleAllowUnsafe() {
	_ = safety.Async(context.Background(), func(ac safety.AsyncContext) error {
		ctx := safety.AllowUnsafe(ac.Context(), "one-off repair, nobody else is running")
		fmt.Println(safety.CheckBlocking(ctx, nil, safety.Call{}))
		return nil
	})
	// Output: <nil>
}
