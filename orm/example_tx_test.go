package orm_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

// A transaction among futures: it begins when what was asked for before it has ended, and what is asked for after it sees
// what it did. Inside, futures share round trips, and one that was forgotten would roll it back.
func ExampleDB_AtomicAsync() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	err := orm.Async(ctx, func(ac orm.AsyncContext) error {
		tags := models.Tags.Using(db)
		before := tags.CountAsync(ac)
		sale := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
			tag := models.Tags.Using(tx).CreateAsync(ac, &models.Tag{Name: "sale"})
			books := models.Books.Using(tx).Filter(models.Books.Stock.Gt(50))
			reduced := books.UpdateAsync(ac, models.Books.Status.Set(models.BookStatusOutOfPrint))
			return orm.WaitAll(ac, tag, reduced)
		}, orm.Retry(3))
		after := tags.CountAsync(ac)

		if err := orm.WaitAll(ac, before, sale, after); err != nil {
			return err
		}
		counts, err := orm.Gather(ac, before, after)
		fmt.Println(counts)
		return err
	})
	fmt.Println(err)
	// Output:
	// [13 14]
	// <nil>
}

// What must not happen unless the transaction is committed, such as telling somebody of it, waits for that.
func ExampleTx_OnCommit() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	tell := func(what string) func(context.Context) {
		return func(context.Context) { fmt.Println("mail:", what) }
	}
	err := db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
		tx.OnCommit(tell("a new tag"))
		err := tx.Atomic(ctx, func(_ context.Context, tx *orm.Tx) error {
			tx.OnCommit(tell("never sent: its savepoint is undone"))
			return errors.New("out of stock")
		})
		fmt.Println("undone:", err)
		return models.Tags.Using(tx).Create(ctx, &models.Tag{Name: "sale"})
	})
	fmt.Println(err)
	// Output:
	// undone: out of stock
	// mail: a new tag
	// <nil>
}
