package ormtest_test

import (
	"context"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shop is a bookshop in memory.
func shop(t testing.TB) *orm.DB {
	t.Helper()
	db, err := openShop(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func openShop(ctx context.Context) (*orm.DB, error) {
	db, err := sqlite.Open(ctx, ":memory:")
	if err != nil {
		return nil, err
	}
	for _, file := range []string{"bookshop.sql", "bookshop_seed.sql"} {
		text, err := os.ReadFile("../../testdata/" + file)
		if err == nil {
			err = orm.Script(ctx, db, string(text))
		}
		if err != nil {
			db.Close()
			return nil, err
		}
	}
	return db, nil
}
