package query_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

// TestGoldenRelations shows conditions and orders that reach other tables. A nullable step makes a LEFT JOIN with a test that the row
// is there; a to-many step makes an EXISTS, so that no row is doubled.
func TestGoldenRelations(t *testing.T) {
	t.Parallel()
	a, b, r := &models.Authors, &models.Books, &models.Reviews
	ids := func(parts ...part) *query.Statement { return rows(&b.Desc, append(parts, only(0))...) }
	authorPublisher := query.Through(b.Author, a.Publisher)
	check(t, []golden{
		{"where, required", ids(where(b.Author.Where(a.Name.Eq("Rob")))),
			`SELECT t0."id" FROM "books" AS t0 JOIN "authors" AS t1 ON t1."id" = t0."author_id" WHERE (t1."name" = ?)`,
			`"Rob"`,
		},
		{"where, nullable", ids(where(b.Publisher.Where(models.Publishers.Country.Eq("CH")))),
			`SELECT t0."id" FROM "books" AS t0 LEFT JOIN "publishers" AS t1 ON t1."id" = t0."publisher_id" WHERE (t1."id" IS NOT NULL AND t1."country" = ?)`,
			`"CH"`,
		},
		{"where, of a row", ids(where(b.Publisher.Where())),
			`SELECT t0."id" FROM "books" AS t0 LEFT JOIN "publishers" AS t1 ON t1."id" = t0."publisher_id" WHERE (t1."id" IS NOT NULL)`,
			``,
		},
		{"where, nested", ids(where(b.Author.Where(a.Mentor.Where(a.Name.Eq("Ken"))))),
			`SELECT t0."id" FROM "books" AS t0 JOIN "authors" AS t1 ON t1."id" = t0."author_id" LEFT JOIN "authors" AS t2 ON t2."id" = t1."mentor_id" WHERE ((t2."id" IS NOT NULL AND t2."name" = ?))`,
			`"Ken"`,
		},
		{"path is joined once", ids(where(b.Author.Where(a.Name.Eq("Rob"), a.Bio.IsNull())), by(query.Via(b.Author, a.Name).Asc())),
			`SELECT t0."id" FROM "books" AS t0 JOIN "authors" AS t1 ON t1."id" = t0."author_id" WHERE (t1."name" = ? AND t1."bio" IS NULL) ORDER BY t1."name"`,
			`"Rob"`,
		},
		{"through", ids(where(authorPublisher.Where(models.Publishers.Name.Eq("P")))),
			`SELECT t0."id" FROM "books" AS t0 JOIN "authors" AS t1 ON t1."id" = t0."author_id" LEFT JOIN "publishers" AS t2 ON t2."id" = t1."publisher_id" WHERE (t2."id" IS NOT NULL AND t2."name" = ?)`,
			`"P"`,
		},
		{"not of a nullable path", ids(where(query.Not(b.Publisher.Where(models.Publishers.Name.Eq("P"))))),
			`SELECT t0."id" FROM "books" AS t0 LEFT JOIN "publishers" AS t1 ON t1."id" = t0."publisher_id" WHERE ((t1."id" IS NOT NULL AND t1."name" = ?)) IS NOT TRUE`,
			`"P"`,
		},
		{"any", ids(where(b.Reviews.Any(r.Rating.Ge(4), r.Body.IsNull()))),
			`SELECT t0."id" FROM "books" AS t0 WHERE EXISTS (SELECT 1 FROM "reviews" AS t1 WHERE t1."book_id" = t0."id" AND t1."rating" >= ? AND t1."body" IS NULL)`,
			`4`,
		},
		{"any of a row", ids(where(b.Reviews.Any())),
			`SELECT t0."id" FROM "books" AS t0 WHERE EXISTS (SELECT 1 FROM "reviews" AS t1 WHERE t1."book_id" = t0."id")`,
			``,
		},
		{"all", ids(where(b.Reviews.All(r.Rating.Ge(4)))),
			`SELECT t0."id" FROM "books" AS t0 WHERE NOT EXISTS (SELECT 1 FROM "reviews" AS t1 WHERE t1."book_id" = t0."id" AND (t1."rating" >= ?) IS NOT TRUE)`,
			`4`,
		},
		{"no row", ids(where(b.Reviews.None(r.Rating.Lt(2)))),
			`SELECT t0."id" FROM "books" AS t0 WHERE NOT EXISTS (SELECT 1 FROM "reviews" AS t1 WHERE t1."book_id" = t0."id" AND t1."rating" < ?)`,
			`2`,
		},
		{"many to many", ids(where(b.Tags.Any(models.Tags.Name.Eq("go")))),
			`SELECT t0."id" FROM "books" AS t0 WHERE EXISTS (SELECT 1 FROM "tags" AS t1 JOIN "book_tags" AS t2 ON t2."tag_id" = t1."id" WHERE t2."book_id" = t0."id" AND t1."name" = ?)`,
			`"go"`,
		},
		{"to-one inside of any", ids(where(b.Reviews.Any(r.Customer.Where(models.Customers.Name.Eq("Ann"))))),
			`SELECT t0."id" FROM "books" AS t0 WHERE EXISTS (SELECT 1 FROM "reviews" AS t1 JOIN "customers" AS t2 ON t2."id" = t1."customer_id" WHERE t1."book_id" = t0."id" AND (t2."name" = ?))`,
			`"Ann"`,
		},
		{"any inside of where", ids(where(b.Author.Where(a.Books.Any(b.Stock.Gt(3))))),
			`SELECT t0."id" FROM "books" AS t0 JOIN "authors" AS t1 ON t1."id" = t0."author_id" WHERE (EXISTS (SELECT 1 FROM "books" AS t2 WHERE t2."author_id" = t1."id" AND t2."stock" > ?))`,
			`3`,
		},
		{"through many", ids(where(query.ThroughMany(b.Author, a.Books).Any(b.Stock.Gt(3)))),
			`SELECT t0."id" FROM "books" AS t0 WHERE EXISTS (SELECT 1 FROM "authors" AS t1 JOIN "books" AS t2 ON t2."author_id" = t1."id" WHERE t1."id" = t0."author_id" AND t2."stock" > ?)`,
			`3`,
		},
		{"through two to-many", rows(&a.Desc, where(query.ThroughMany(a.Books, b.Reviews).Any(r.Rating.Eq(5))), only(0)),
			`SELECT t0."id" FROM "authors" AS t0 WHERE EXISTS (SELECT 1 FROM "books" AS t1 JOIN "reviews" AS t2 ON t2."book_id" = t1."id" WHERE t1."author_id" = t0."id" AND t2."rating" = ?)`,
			`5`,
		},
		{"via is null", ids(where(query.Via(b.Publisher, models.Publishers.Website).IsNull())),
			`SELECT t0."id" FROM "books" AS t0 LEFT JOIN "publishers" AS t1 ON t1."id" = t0."publisher_id" WHERE t1."website" IS NULL`,
			``,
		},
		{"count of related", ids(where(query.Count(b.Reviews, r.Rating.Gt(3)).Ge(2))),
			`SELECT t0."id" FROM "books" AS t0 WHERE (SELECT COUNT(*) FROM "reviews" AS t1 WHERE t1."book_id" = t0."id" AND t1."rating" > ?) >= ?`,
			`3, 2`,
		},
		{"count along many to many", ids(by(query.Count(b.Tags).Desc())),
			`SELECT t0."id" FROM "books" AS t0 ORDER BY (SELECT COUNT(*) FROM "tags" AS t1 JOIN "book_tags" AS t2 ON t2."tag_id" = t1."id" WHERE t2."book_id" = t0."id") DESC`,
			``,
		},
		{"sum of related", rows(&a.Desc, where(query.SumOf(a.Books, b.Price, b.Stock.Gt(0)).Gt(decimal.NewFromInt(100))), only(0)),
			`SELECT t0."id" FROM "authors" AS t0 WHERE (SELECT duet_decimal(SUM(t1."price")) FROM "books" AS t1 WHERE t1."author_id" = t0."id" AND t1."stock" > ?) > ?`,
			`0, "100"`,
		},
		{"composite key", rows(&models.Editions.Desc, where(models.Editions.Book.Where(b.ID.Eq(1)))),
			`SELECT t0."book_id", t0."format", t0."price", t0."released_on" FROM "editions" AS t0 JOIN "books" AS t1 ON t1."id" = t0."book_id" WHERE (t1."id" = ?)`,
			`1`,
		},
	})
}
