package orm_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
	"github.com/seed83105465/duet/query"
)

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, t.TempDir()+"/x.db", sqlite.Create())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, f := range []string{"bookshop.sql", "bookshop_seed.sql"} {
		b, _ := os.ReadFile("../testdata/" + f)
		if err := orm.Script(ctx, db, string(b)); err != nil {
			t.Fatal(f, err)
		}
	}
	octx := orm.Observe(ctx, func(e orm.Event) { fmt.Println("   SQL", e.SQL, e.Rows, e.Err) })
	books, err := models.Books.Using(db).
		Filter(models.Books.Title.Contains("Go"), models.Books.Author.Where(models.Authors.Name.StartsWith("Rob"))).
		SelectRelated(models.Books.Author, query.Through(models.Books.Author, models.Authors.Publisher)).
		PrefetchRelated(models.Books.Tags.OrderBy(models.Tags.Name.Asc()).Limit(3), models.Books.Reviews.Prefetch().SelectRelated(models.Reviews.Customer)).
		OrderBy(query.Via(models.Books.Author, models.Authors.Name).Asc(), models.Books.ID.Desc()).
		Limit(3).
		All(octx)
	fmt.Println(len(books), err)
	for _, b := range books {
		j, err := json.Marshal(b)
		fmt.Println(string(j), err)
	}
	n, err := models.Books.Using(db).Filter(query.Count(models.Books.Reviews).Gt(3)).Count(octx)
	fmt.Println(n, err)
	err = orm.Async(octx, func(ac orm.AsyncContext) error {
		a := models.Books.Using(db).AllAsync(ac)
		c := models.Books.Using(db).CountAsync(ac)
		books, err := a.Await(ac)
		if err != nil {
			return err
		}
		_, err = books[0].LoadAuthor(ac.Context())
		fmt.Println(err)
		_, err = books[0].LoadAuthor(ctx)
		fmt.Println(err)
		au, err := books[0].LoadAuthorAsync(ac).Await(ac)
		fmt.Println(au.Name, err)
		n, err := c.Await(ac)
		fmt.Println(len(books), n)
		return err
	})
	fmt.Println(err)
	p := &models.Publisher{Name: "New"}
	fmt.Println(models.Publishers.Using(db).Create(octx, p), p.ID)
	type stat struct {
		Name  string
		Books int64
	}
	nb := query.Count(models.Authors.Books)
	stats, err := orm.Project(models.Authors.Using(db).OrderBy(nb.Desc()).Limit(3), func(r *stat) []query.Bind[models.Author] {
		return []query.Bind[models.Author]{models.Authors.Name.Into(&r.Name), nb.Into(&r.Books)}
	}).All(octx)
	fmt.Println(stats, err)
	err = db.Atomic(octx, func(ctx context.Context, tx *orm.Tx) error {
		n, err := models.Books.Using(tx).Filter(models.Books.ID.Eq(1), models.Books.Stock.Ge(1)).Update(ctx, query.Assign(models.Books.Stock, query.Minus(models.Books.Stock, 1)))
		fmt.Println(n, err)
		return err
	})
	fmt.Println(err)
	i := 0
	for b, err := range models.Books.Using(db).PrefetchRelated(models.Books.Tags).Iterate(octx) {
		if err != nil {
			t.Fatal(err)
		}
		i++
		_ = b
	}
	fmt.Println(i)
}
