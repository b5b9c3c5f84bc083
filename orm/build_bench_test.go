package orm_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

// BenchmarkBuild writes the query of a list page as a program does, and finds its plan: what each request pays before anything is sent.
func BenchmarkBuild(b *testing.B) {
	db, _ := seeded(b)
	price := decimal.RequireFromString("12.50")
	cases := map[string]func() *orm.Query[models.Book]{
		"by price": func() *orm.Query[models.Book] {
			return models.Books.Using(db).Filter(models.Books.Price.Gt(price), models.Books.AuthorID.Eq(3)).
				OrderBy(models.Books.ID.Desc()).Limit(100)
		},
		"by stock": func() *orm.Query[models.Book] {
			return models.Books.Using(db).Filter(models.Books.Stock.Gt(5), models.Books.AuthorID.Eq(3)).
				OrderBy(models.Books.ID.Desc()).Limit(100)
		},
		"by key": func() *orm.Query[models.Book] { return models.Books.Using(db).Filter(models.Books.ID.Eq(3)) },
	}
	for name, build := range cases {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := orm.PlanOf(build()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
