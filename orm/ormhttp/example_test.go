package ormhttp_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
	"github.com/seed83105465/duet/orm/sqlite"
)

func Example() {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	for _, file := range []string{"../../testdata/bookshop.sql", "../../testdata/bookshop_seed.sql"} {
		text, err := os.ReadFile(file)
		if err == nil {
			err = orm.Script(ctx, db, string(text))
		}
		if err != nil {
			fmt.Println(err)
			return
		}
	}

	mux := http.NewServeMux()
	mux.Handle("GET /first", ormhttp.Sync(func(w http.ResponseWriter, r *http.Request) error {
		book, err := models.Books.Using(db).First(r.Context())
		if err != nil {
			return err // ErrNotFound is a 404
		}
		fmt.Fprintln(w, book.Title)
		return nil
	}))
	mux.Handle("GET /counts", ormhttp.Async(func(ac orm.AsyncContext, w http.ResponseWriter, _ *http.Request) error {
		counts, err := orm.Gather(ac, models.Books.Using(db).CountAsync(ac), models.Authors.Using(db).CountAsync(ac))
		if err != nil {
			return err
		}
		fmt.Fprintln(w, counts)
		return nil
	}))

	for _, path := range []string{"/first", "/counts"} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		fmt.Print(w.Code, " ", w.Body)
	}
	// Output:
	// 200 The Go Way
	// 200 [60 20]
}
