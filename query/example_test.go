package query_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

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

// Conditions on related rows: Where follows a to-one relation, Any and None a to-many one. Conditions that are meant for
// one and the same related row belong in one call.
func Example_conditions() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	count := func(c query.Condition[models.Book]) {
		n, err := models.Books.Using(db).Filter(c).Count(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(n)
	}
	count(models.Books.Author.Where(models.Authors.Name.StartsWith("Rob")))
	count(models.Books.Reviews.Any(models.Reviews.Rating.Eq(5)))
	count(models.Books.Tags.None())
	count(query.Or(models.Books.Stock.Eq(0), query.Not(models.Books.InPrint.Eq(true))))
	// Output:
	// 8
	// 24
	// 3
	// 20
}

// Via is a column of a related row as a value of this one, Through the path over several relations.
func ExampleVia() {
	ctx := context.Background()
	db := bookshop(ctx)
	defer db.Close()

	house := query.Through(models.Books.Author, models.Authors.Publisher)
	books, err := models.Books.Using(db).
		Filter(house.Where(models.Publishers.Country.Eq("Ireland"))).
		SelectRelated(house). // the author is loaded, too
		OrderBy(query.Via(models.Books.Author, models.Authors.Name).Asc(), models.Books.ID.Asc()).
		Limit(2).
		All(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, book := range books {
		author, err := book.Author()
		if err != nil {
			log.Fatal(err)
		}
		publisher, err := author.Publisher()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %s, %s\n", book.Title, author.Name, publisher.Name)
	}
	// Output:
	// Go Services, Step by Step: Li Wei 李伟, O'Malley Technical
	// Indexes and Their Discontents: Li Wei 李伟, O'Malley Technical
}

// Null is a value that may be absent. The zero Null is NULL.
func ExampleNull() {
	subtitle := query.Some("Small interfaces, large programs")
	var none query.Null[string]

	fmt.Println(subtitle.V, subtitle.Valid)
	fmt.Println(none.Or("(no subtitle)"), none.Valid)
	if text, ok := subtitle.Get(); ok {
		fmt.Println(len(text))
	}
	out, err := json.Marshal([]query.Null[string]{subtitle, none})
	fmt.Println(string(out), err)
	// Output:
	// Small interfaces, large programs true
	// (no subtitle) false
	// 32
	// ["Small interfaces, large programs",null] <nil>
}
