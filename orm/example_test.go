package orm_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/testdata"
)

// bookshop is a fresh bookshop in memory, with its rows.
func bookshop(ctx context.Context) *orm.DB {
	db, err := sqlite.Open(ctx, ":memory:")
	if err != nil {
		log.Fatal(err)
	}
	if err := orm.Script(ctx, db, testdata.BookshopSchema+testdata.BookshopSeed); err != nil {
		log.Fatal(err)
	}
	return db
}

// Relations are loaded along, on purpose: to-one relations by a join, others with one more statement each. Accessors give
// what was loaded and never ask.
func ExampleQueryOf_All() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	books, err := models.Books.Using(db).
		Filter(models.Books.Title.Contains("Go")).
		SelectRelated(models.Books.Author).
		PrefetchRelated(models.Books.Tags.OrderBy(models.Tags.Name.Asc()).Limit(2)).
		OrderBy(models.Books.ID.Asc()).
		Limit(3).
		All(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, book := range books {
		author, err := book.Author()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s, by %s", book.Title, author.Name)
		tags, err := book.Tags()
		if err != nil {
			log.Fatal(err)
		}
		for _, tag := range tags {
			fmt.Printf(" [%s]", tag.Name)
		}
		fmt.Println()
	}
	_, err = books[0].Reviews()
	fmt.Println(err != nil) // not loaded: an error, never an empty slice
	// Output:
	// The Go Way, by Rob Tallis [award winner] [beginners]
	// Go in Plain Sight, by Rob Tallis [award winner] [go]
	// Concurrency in Go, by Rob Nakamura [gift idea] [go]
	// true
}

// What does not depend on each other is asked at once. Gather takes futures of one type, WaitAll those of any.
func ExampleAsync() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	err := orm.Async(ctx, func(ac orm.AsyncContext) error {
		counts, err := orm.Gather(ac,
			models.Books.Using(db).CountAsync(ac),
			models.Authors.Using(db).CountAsync(ac))
		if err != nil {
			return err
		}
		fmt.Println(counts)

		first := models.Books.Using(db).FirstAsync(ac)
		anyone := models.Customers.Using(db).Filter(models.Customers.Vip.Eq(true)).ExistsAsync(ac)
		if err := orm.WaitAll(ac, first, anyone); err != nil {
			return err
		}
		book, _ := first.Await(ac) // WaitAll had no error, so neither has this
		vip, _ := anyone.Await(ac)
		fmt.Println(book.Title, vip)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// [60 20]
	// The Go Way true
}

// Values that are not models are read into a struct of your own. An aggregate of related rows is a value of each row; an
// aggregate of the rows themselves makes groups of what else is read.
func ExampleProject() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	type author struct {
		Name  string
		Books int64
	}
	books := query.Count(models.Authors.Books, models.Books.InPrint.Eq(true))
	authors, err := orm.Project(
		models.Authors.Using(db).OrderBy(books.Desc(), models.Authors.Name.Asc()).Limit(2),
		func(r *author) []query.Bind[models.Author] {
			return []query.Bind[models.Author]{models.Authors.Name.Into(&r.Name), books.Into(&r.Books)}
		}).All(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(authors)

	type group struct {
		Status models.BookStatus
		Books  int64
	}
	groups, err := orm.Project(
		models.Books.Using(db).OrderBy(models.Books.Status.Asc()),
		func(r *group) []query.Bind[models.Book] {
			return []query.Bind[models.Book]{models.Books.Status.Into(&r.Status), query.CountAll[models.Book]().Into(&r.Books)}
		}).All(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(groups)
	// Output:
	// [{Nadia Rahman 4} {Rob Nakamura 4}]
	// [{draft 5} {out_of_print 6} {published 49}]
}

// An aggregate over no rows is NULL, so that it is read into a Null where there may be none.
func ExampleAggregate() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	type prices struct {
		Books   int64
		Highest orm.Null[decimal.Decimal]
	}
	p, err := orm.Aggregate(ctx, models.Books.Using(db).Filter(models.Books.Stock.Gt(0)),
		func(r *prices) []query.Bind[models.Book] {
			return []query.Bind[models.Book]{
				query.CountAll[models.Book]().Into(&r.Books),
				query.IntoNull(query.Max(models.Books.Price), &r.Highest),
			}
		})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Books, p.Highest)
	// Output:
	// 41 48
}

// Create fills in what the database made of the row.
func ExampleQueryOf_Create() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	tag := &models.Tag{Name: "sailing"}
	if err := models.Tags.Using(db).Create(ctx, tag); err != nil {
		log.Fatal(err)
	}
	fmt.Println(tag.ID)

	err := models.Tags.Using(db).Create(ctx, &models.Tag{Name: "sailing"})
	var broken *orm.ConstraintError
	if errors.As(err, &broken) {
		fmt.Println(broken.Kind, broken.Table, broken.Columns)
	}
	// Output:
	// 14
	// unique tags [name]
}

// Rows that conflict with one that is there can be skipped, or update it.
func ExampleQueryOf_BulkCreate() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	tags := []*models.Tag{{Name: "sailing"}, {Name: "go"}, {Name: "harbours"}}
	if err := models.Tags.Using(db).BulkCreate(ctx, tags, orm.IgnoreConflicts[models.Tag]()); err != nil {
		log.Fatal(err)
	}
	for _, tag := range tags {
		fmt.Println(tag.Name, tag.ID) // "go" was there: it is not filled in
	}
	// Output:
	// sailing 14
	// go 0
	// harbours 15
}

// Save writes what was loaded, or the columns that are named.
func ExampleQueryOf_Save() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	books := models.Books.Using(db)
	book, err := books.Filter(models.Books.ID.Eq(1)).Get(ctx)
	if err != nil {
		log.Fatal(err)
	}
	book.Stock, book.Title = 7, "not written"
	if err := books.Save(ctx, book, models.Books.Stock); err != nil {
		log.Fatal(err)
	}
	book, err = books.Filter(models.Books.ID.Eq(1)).Get(ctx)
	fmt.Println(book.Stock, book.Title, err)
	// Output:
	// 7 The Go Way <nil>
}

// Update is one statement, and can compute from what is there. Without a condition it is refused.
func ExampleQueryOf_Update() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	books := models.Books.Using(db)
	n, err := books.
		Filter(models.Books.ID.Eq(1), models.Books.Stock.Ge(2)).
		Update(ctx, query.Assign(models.Books.Stock, query.Minus(models.Books.Stock, 2)))
	fmt.Println(n, err)

	_, err = books.Update(ctx, models.Books.Stock.Set(0))
	fmt.Println(errors.Is(err, orm.ErrAllRows))

	n, err = books.AllRows().Update(ctx, models.Books.Stock.Set(0))
	fmt.Println(n, err)
	// Output:
	// 1 <nil>
	// true
	// 60 <nil>
}

// A transaction commits when its function returns nil. Inside of it, Atomic is a savepoint: what failed there is undone,
// and the rest goes on.
func ExampleDB_Atomic() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	err := db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
		if err := models.Tags.Using(tx).Create(ctx, &models.Tag{Name: "kept"}); err != nil {
			return err
		}
		err := tx.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			if err := models.Tags.Using(tx).Create(ctx, &models.Tag{Name: "undone"}); err != nil {
				return err
			}
			return errors.New("changed my mind")
		})
		fmt.Println("savepoint:", err)
		return nil
	})
	fmt.Println("transaction:", err)

	for _, name := range []string{"kept", "undone"} {
		there, err := models.Tags.Using(db).Filter(models.Tags.Name.Eq(name)).Exists(ctx)
		fmt.Println(name, there, err)
	}
	// Output:
	// savepoint: changed my mind
	// transaction: <nil>
	// kept true <nil>
	// undone false <nil>
}

// The query says what to look for, the row what to insert; afterwards it is the row of the database.
func ExampleQueryOf_GetOrCreate() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	for range 2 {
		tag := &models.Tag{Name: "sailing"}
		created, err := models.Tags.Using(db).Filter(models.Tags.Name.Eq(tag.Name)).GetOrCreate(ctx, tag)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(tag.Name, created)
	}
	// Output:
	// sailing true
	// sailing false
}

// Iterate reads a chunk of rows at a time, and what is prefetched for it.
func ExampleQueryOf_Iterate() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	reviews, stars := 0, int64(0)
	for review, err := range models.Reviews.Using(db).Iterate(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		reviews++
		stars += review.Rating
	}
	fmt.Println(reviews, stars > 0)
	// Output:
	// 120 true
}

// InBulk is a map by the column that is asked for; values without a row are missing from it.
func ExampleInBulk() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	books, err := orm.InBulk(ctx, models.Books.Using(db), models.Books.ID, 1, 5, 1000)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(books), books[1].Title, books[1000] == nil)
	// Output:
	// 2 The Go Way true
}

// Load serves rows from anywhere: here, rows that were made by hand.
func ExampleLoad() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	rows := []*models.Book{{ID: 1, AuthorID: 1}, {ID: 5, AuthorID: 4}}
	if err := orm.Load(ctx, db, rows, models.Books.Author); err != nil {
		log.Fatal(err)
	}
	for _, row := range rows {
		author, err := row.Author()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(author.Name)
	}
	// Output:
	// Rob Tallis
	// Rob Nakamura
}

// With the context that Observe returns, every statement is told to a function: here, to see that a lazy load asks once
// for all rows that were read together.
func ExampleObserve() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	statements := 0
	ctx = orm.Observe(ctx, func(orm.Event) { statements++ })
	books, err := models.Books.Using(db).All(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, book := range books {
		if _, err := book.LoadAuthor(ctx); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(len(books), "books,", statements, "statements")
	// Output:
	// 60 books, 2 statements
}
