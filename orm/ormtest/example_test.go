package ormtest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormtest"
)

func ExampleCountQueries() {
	db, err := openShop(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()

	ctx, queries := ormtest.CountQueries(context.Background())
	books, err := models.Books.Using(db).
		SelectRelated(models.Books.Author).
		PrefetchRelated(models.Books.Tags).
		All(ctx)
	fmt.Println(len(books), err)
	fmt.Println(queries.N(), "queries")
	for _, statement := range queries.Statements() {
		fmt.Println(statement.Rows, "rows")
	}
	// Output:
	// 60 <nil>
	// 2 queries
	// 60 rows
	// 142 rows
}

// printed is a test that prints its errors.
type printed struct{ testing.TB }

func (printed) Helper() {}

func (printed) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// On SQLite each statement is a round trip, and so are BEGIN and COMMIT. The second expectation is wrong, and the message
// says what there was.
func ExampleExpectRoundTrips() {
	db, err := openShop(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	count := func(ctx context.Context) {
		err := db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			_, err := models.Books.Using(tx).Count(ctx)
			return err
		})
		if err != nil {
			fmt.Println(err)
		}
	}

	var t printed // a test has its *testing.T
	ormtest.ExpectRoundTrips(t, context.Background(), 3, count)
	ormtest.ExpectRoundTrips(t, context.Background(), 1, count)
	// Output:
	// ormtest: expected 1 round trip, got 3 round trips
	//    1. BEGIN
	//    2. SELECT COUNT(*) FROM "books" AS t0  -- ormtest/example_test.go:56, rows: 1
	//    3. COMMIT
}
