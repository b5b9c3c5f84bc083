package query_test

import (
	"testing"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

// TestGoldenWrites shows inserts, updates and deletes. Rows that are chosen through a relation or a limit are chosen by their keys.
func TestGoldenWrites(t *testing.T) {
	t.Parallel()
	b, tags := &models.Books, &models.Tags
	insert := func(change func(*query.Statement)) *query.Statement {
		return statement(query.Insert, &tags.Desc, func(st *query.Statement) {
			st.Columns, st.Row = []int{0, 1}, []query.Value{query.IntArg(7), query.TextArg("go")}
			change(st)
		})
	}
	check(t, []golden{
		{"insert", insert(func(st *query.Statement) { st.Returning = []int{0, 1} }),
			`INSERT INTO "tags" ("id", "name") VALUES (?, ?) RETURNING "id", "name"`,
			`7, "go"`,
		},
		{"insert of defaults", statement(query.Insert, &tags.Desc, func(st *query.Statement) { st.Returning = []int{0} }),
			`INSERT INTO "tags" DEFAULT VALUES RETURNING "id"`,
			``,
		},
		{"insert or ignore", insert(func(st *query.Statement) { st.Ignore = true }),
			`INSERT INTO "tags" ("id", "name") VALUES (?, ?) ON CONFLICT DO NOTHING`,
			`7, "go"`,
		},
		{"insert or update", insert(func(st *query.Statement) { st.Conflict, st.Refresh = []int{1}, []int{0, 1} }),
			`INSERT INTO "tags" ("id", "name") VALUES (?, ?) ON CONFLICT ("name") DO UPDATE SET "id" = excluded."id", "name" = excluded."name"`,
			`7, "go"`,
		},
		{"update", statement(query.Update, &b.Desc, sets(b.Stock.Set(3), b.Title.Set("t")), where(b.ID.Eq(1))),
			`UPDATE "books" AS t0 SET "stock" = ?, "title" = ? WHERE t0."id" = ?`,
			`3, "t", 1`,
		},
		{"update by an expression", statement(query.Update, &b.Desc, sets(query.Assign(b.Stock, query.Minus(b.Stock, 2)), query.SetNull(b.Subtitle)), where(b.ID.Eq(1), b.Stock.Ge(2))),
			`UPDATE "books" AS t0 SET "stock" = (t0."stock" - ?), "subtitle" = ? WHERE t0."id" = ? AND t0."stock" >= ?`,
			`2, NULL, 1, 2`,
		},
		{"update of every row", statement(query.Update, &b.Desc, sets(b.Stock.Set(0))),
			`UPDATE "books" AS t0 SET "stock" = ? WHERE 1 = 1`,
			`0`,
		},
		{"update through a relation", statement(query.Update, &b.Desc, sets(b.Stock.Set(0)), where(b.Author.Where(models.Authors.Name.Eq("Rob")))),
			`UPDATE "books" AS t0 SET "stock" = ? WHERE t0."id" IN (SELECT t1."id" FROM "books" AS t1 JOIN "authors" AS t2 ON t2."id" = t1."author_id" WHERE (t2."name" = ?))`,
			`0, "Rob"`,
		},
		{"update through a to-many relation", statement(query.Update, &b.Desc, sets(b.Stock.Set(0)), where(b.Reviews.None())),
			`UPDATE "books" AS t0 SET "stock" = ? WHERE NOT EXISTS (SELECT 1 FROM "reviews" AS t1 WHERE t1."book_id" = t0."id")`,
			`0`,
		},
		{"update returning", statement(query.Update, &tags.Desc, sets(tags.Name.Set("x")), where(tags.ID.Eq(1)), func(st *query.Statement) { st.Returning = []int{0, 1} }),
			`UPDATE "tags" AS t0 SET "name" = ? WHERE t0."id" = ? RETURNING "id", "name"`,
			`"x", 1`,
		},
		{"update by a count of related", statement(query.Update, &b.Desc, sets(query.Assign(b.Stock, query.Count(b.Reviews, models.Reviews.Rating.Gt(3)))), where(b.ID.Eq(9))),
			`UPDATE "books" AS t0 SET "stock" = (SELECT COUNT(*) FROM "reviews" AS t1 WHERE t1."book_id" = t0."id" AND t1."rating" > ?) WHERE t0."id" = ?`,
			`3, 9`,
		},
		{"delete", statement(query.Delete, &tags.Desc, where(tags.Name.Eq("x"))),
			`DELETE FROM "tags" AS t0 WHERE t0."name" = ?`,
			`"x"`,
		},
		{"delete with a limit", statement(query.Delete, &models.OrderItems.Desc, where(models.OrderItems.Quantity.Gt(3)), by(models.OrderItems.Quantity.Asc()), limit(5)),
			`DELETE FROM "order_items" AS t0 WHERE (t0."order_id", t0."book_id") IN (SELECT t1."order_id", t1."book_id" FROM "order_items" AS t1 WHERE t1."quantity" > ? ORDER BY t1."quantity" LIMIT +?)`,
			`3, 5`,
		},
	})
}
