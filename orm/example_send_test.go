package orm_test

import (
	"context"
	"fmt"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

// Send lets the database work while the program does something else: here, it asks another service for the rate.
func ExampleSend() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()
	rate := func() float64 { return 1.25 }

	err := orm.Async(ctx, func(ac orm.AsyncContext) error {
		books := models.Books.Using(db).CountAsync(ac)
		if err := orm.Send(ac); err != nil {
			return err
		}
		fmt.Println("rate", rate())

		<-books.Done() // the answer comes though nobody has awaited it: it was sent
		n, err := books.Await(ac)
		fmt.Println(n, "books")
		return err
	})
	fmt.Println(err)
	// Output:
	// rate 1.25
	// 60 books
	// <nil>
}
