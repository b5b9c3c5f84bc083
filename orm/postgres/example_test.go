package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
)

func ExampleOpen() {
	ctx := context.Background()
	db, err := postgres.Open(ctx, os.Getenv("DATABASE_URL"),
		postgres.Connections(10), postgres.ApplicationName("shop"), postgres.CommitTimeout(10*time.Second))
	if err != nil {
		log.Print(err)
		return
	}
	defer db.Close()
	fmt.Println("open")
}

// Whoever listens is told of what happens from then on; what was there before, he reads himself, in between.
func ExampleListen() {
	serve := func(ctx context.Context, db *orm.DB, load func(), handle func(payload string)) error {
		for {
			err := follow(postgres.OnListening(ctx, load), db, handle)
			if !errors.Is(err, orm.ErrUnavailable) {
				return err
			}
			time.Sleep(time.Second) // and load again: something may have been missed
		}
	}
	_ = serve
}

func follow(ctx context.Context, db *orm.DB, handle func(payload string)) error {
	for n, err := range postgres.Listen(ctx, db, "orders") {
		if err != nil {
			return err
		}
		handle(n.Payload)
	}
	return nil
}

func ExampleNotify() {
	place := func(ctx context.Context, db *orm.DB, order string) error {
		return db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			// ... write the order, and tell of it when that is committed
			return postgres.Notify(ctx, tx, "orders", order)
		})
	}
	_ = place
}
