package ormtest_test

import (
	"context"
	"fmt"

	"github.com/seed83105465/duet/models"
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
