package conformance

import (
	"encoding/json"
	"math"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Every kind of column with every operator that it has.
var columnTests = []test{
	{"Values", columnValues},
	{"Int", intColumns},
	{"Float", floatColumns},
	{"Bool", boolColumns},
	{"Bytes", bytesColumns},
	{"Time", timeColumns},
	{"Date", dateColumns},
	{"Decimal", decimalColumns},
	{"JSON", jsonColumns},
	{"Enum", enumColumns},
	{"Expressions", expressions},
	{"RoundTrip", roundTrip},
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

func money(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// columnValues reads every column of every table.
func columnValues(e *env) {
	sameRows(e, models.Publishers.Using(e.s).OrderBy(models.Publishers.ID.Asc()), "SELECT * FROM publishers ORDER BY id")
	sameRows(e, models.Authors.Using(e.s).OrderBy(models.Authors.ID.Asc()), "SELECT * FROM authors ORDER BY id")
	sameRows(e, models.Categories.Using(e.s).OrderBy(models.Categories.ID.Asc()), "SELECT * FROM categories ORDER BY id")
	sameRows(e, models.Books.Using(e.s).OrderBy(models.Books.ID.Asc()), "SELECT * FROM books ORDER BY id")
	sameRows(e, models.BookDetails.Using(e.s).OrderBy(models.BookDetails.BookID.Asc()), "SELECT * FROM book_details ORDER BY book_id")
	sameRows(e, models.Editions.Using(e.s).OrderBy(models.Editions.BookID.Asc(), models.Editions.Format.Asc()),
		"SELECT * FROM editions ORDER BY book_id, format")
	sameRows(e, models.Tags.Using(e.s).OrderBy(models.Tags.ID.Asc()), "SELECT * FROM tags ORDER BY id")
	sameRows(e, models.BookTags.Using(e.s).OrderBy(models.BookTags.BookID.Asc(), models.BookTags.Position.Asc()),
		"SELECT * FROM book_tags ORDER BY book_id, position")
	sameRows(e, models.Customers.Using(e.s).OrderBy(models.Customers.ID.Asc()), "SELECT * FROM customers ORDER BY id")
	sameRows(e, models.Addresses.Using(e.s).OrderBy(models.Addresses.ID.Asc()), "SELECT * FROM addresses ORDER BY id")
	sameRows(e, models.Reviews.Using(e.s).OrderBy(models.Reviews.ID.Asc()), "SELECT * FROM reviews ORDER BY id")
	sameRows(e, models.Orders.Using(e.s).OrderBy(models.Orders.ID.Asc()), "SELECT * FROM orders ORDER BY id")
	sameRows(e, models.OrderItems.Using(e.s).OrderBy(models.OrderItems.OrderID.Asc(), models.OrderItems.BookID.Asc()),
		"SELECT * FROM order_items ORDER BY order_id, book_id")
}

func intColumns(e *env) {
	stock, publisher := models.Books.Stock, models.Books.PublisherID
	try(e, books, []trial[models.Book]{
		{name: "Eq", c: stock.Eq(3), sql: "stock = 3"},
		{name: "Ne", c: stock.Ne(0), sql: "stock <> 0"},
		{name: "Lt", c: stock.Lt(3), sql: "stock < 3"},
		{name: "Le", c: stock.Le(3), sql: "stock <= 3"},
		{name: "Gt", c: stock.Gt(20), sql: "stock > 20"},
		{name: "Ge", c: stock.Ge(20), sql: "stock >= 20"},
		{name: "Between", c: stock.Between(2, 5), sql: "stock BETWEEN 2 AND 5"},
		{name: "Between turned round", c: stock.Between(5, 2), sql: "stock BETWEEN 5 AND 2", none: true},
		{name: "In", c: stock.In(1, 2, 60), sql: "stock IN (1, 2, 60)"},
		{name: "In of one twice", c: stock.In(1, 1), sql: "stock IN (1)"},
		{name: "In of nothing", c: stock.In(), sql: "1 = 0", none: true},
		{name: "NotIn", c: stock.NotIn(0, 1), sql: "stock NOT IN (0, 1)"},
		{name: "NotIn of nothing", c: stock.NotIn(), sql: "stock IS NOT NULL"},
		{name: "negative", c: stock.Gt(-1), sql: "stock > -1"},
		{name: "largest", c: stock.Lt(math.MaxInt64), sql: "stock < 9223372036854775807"},
		{name: "smallest", c: stock.In(math.MinInt64, 3), sql: "stock = 3"},
		{name: "IsNull of a column that cannot be", c: stock.IsNull(), sql: "stock IS NULL", none: true},
		{name: "NULLs and Eq", c: publisher.Eq(4), sql: "publisher_id = 4"},
		{name: "NULLs and Ne", c: publisher.Ne(4), sql: "publisher_id <> 4"},
		{name: "NULLs and Lt", c: publisher.Lt(3), sql: "publisher_id < 3"},
		{name: "NULLs and Between", c: publisher.Between(2, 3), sql: "publisher_id BETWEEN 2 AND 3"},
		{name: "NULLs and In", c: publisher.In(1, 2), sql: "publisher_id IN (1, 2)"},
		{name: "NULLs and NotIn", c: publisher.NotIn(1, 2), sql: "publisher_id NOT IN (1, 2)"},
		{name: "NULLs and In of nothing", c: publisher.In(), sql: "1 = 0", none: true},
		{name: "NULLs and NotIn of nothing", c: publisher.NotIn(), sql: "publisher_id IS NOT NULL"},
		{name: "IsNull", c: publisher.IsNull(), sql: "publisher_id IS NULL"},
	})
}

func floatColumns(e *env) {
	weight := models.Books.Weight
	try(e, books, []trial[models.Book]{
		{name: "Eq", c: weight.Eq(0.771), sql: "weight = 0.771"},
		{name: "Ne", c: weight.Ne(0.771), sql: "weight <> 0.771"},
		{name: "Lt", c: weight.Lt(0.5), sql: "weight < 0.5"},
		{name: "Le", c: weight.Le(0.253), sql: "weight <= 0.253"},
		{name: "Gt", c: weight.Gt(1.2), sql: "weight > 1.2"},
		{name: "Ge", c: weight.Ge(1.203), sql: "weight >= 1.203"},
		{name: "Between", c: weight.Between(0.5, 1), sql: "weight BETWEEN 0.5 AND 1.0"},
		{name: "In", c: weight.In(0.771, 1.405, 7), sql: "weight IN (0.771, 1.405)"},
		{name: "In of nothing", c: weight.In(), sql: "1 = 0", none: true},
		{name: "NotIn", c: weight.NotIn(0.771, 1.405), sql: "weight NOT IN (0.771, 1.405)"},
		{name: "NotIn of nothing", c: weight.NotIn(), sql: "weight IS NOT NULL"},
		{name: "negative zero", c: weight.Gt(math.Copysign(0, -1)), sql: "weight > 0"},
		{name: "tiny", c: weight.Gt(5e-324), sql: "weight > 0"},
		{name: "huge", c: weight.Lt(math.MaxFloat64), sql: "weight IS NOT NULL"},
		{name: "IsNull", c: weight.IsNull(), sql: "weight IS NULL"},
	})
}

func boolColumns(e *env) {
	vip := models.Customers.Vip
	try(e, customers, []trial[models.Customer]{
		{name: "Eq true", c: vip.Eq(true), sql: "vip"},
		{name: "Eq false", c: vip.Eq(false), sql: "NOT vip"},
		{name: "Ne true", c: vip.Ne(true), sql: "NOT vip"},
		{name: "Ne false", c: vip.Ne(false), sql: "vip"},
		{name: "IsNull", c: vip.IsNull(), sql: "vip IS NULL", none: true},
	})
}

// bytesColumns finds covers by their bytes. An empty one is not NULL.
func bytesColumns(e *env) {
	all := must(e, models.Books.Using(e.s).OrderBy(models.Books.ID.Asc()).All, models.Books.Using(e.s).OrderBy(models.Books.ID.Asc()).AllAsync)
	e.queries(1)
	require.Equal(e, orm.Some([]byte("\x89PNG\r\n\x1a\n\x85\x42\x43\x72")), all[0].Cover)
	require.Equal(e, orm.Some([]byte{}), all[1].Cover)
	require.False(e, all[2].Cover.Valid)
	try(e, books, []trial[models.Book]{
		{name: "Eq", c: models.Books.Cover.Eq(all[0].Cover.V), sql: "id = 1"},
		{name: "Eq of empty", c: models.Books.Cover.Eq([]byte{}), sql: "id = 2"},
		{name: "Eq of other bytes", c: models.Books.Cover.Eq([]byte("?'\x00")), sql: "1 = 0", none: true},
		{name: "Ne", c: models.Books.Cover.Ne(all[0].Cover.V), sql: "CASE WHEN cover IS NOT NULL THEN id <> 1 END"},
		{name: "IsNull", c: models.Books.Cover.IsNull(), sql: "cover IS NULL"},
	})
}

// timeColumns compares points in time, in whatever zone they are given.
func timeColumns(e *env) {
	at := time.Date(2024, 3, 5, 10, 20, 30, 0, time.UTC)
	tokyo := at.In(time.FixedZone("JST", 9*3600))
	placed := models.Orders.PlacedAt
	try(e, orders, []trial[models.Order]{
		{name: "Eq", c: placed.Eq(at), sql: "id = 9"},
		{name: "Eq in another zone", c: placed.Eq(tokyo), sql: "id = 9"},
		{name: "Eq but for a microsecond", c: placed.Eq(at.Add(time.Microsecond)), sql: "1 = 0", none: true},
		{name: "Ne", c: placed.Ne(at), sql: "id <> 9"},
		{name: "Lt", c: placed.Lt(at), sql: "id < 9"},
		{name: "Le", c: placed.Le(tokyo), sql: "id <= 9"},
		{name: "Gt", c: placed.Gt(at), sql: "id > 9"},
		{name: "Ge", c: placed.Ge(at), sql: "id >= 9"},
		{name: "Between", c: placed.Between(at, at.AddDate(0, 1, 0)), sql: "id BETWEEN 9 AND 17"},
		{name: "In", c: placed.In(tokyo, at.AddDate(50, 0, 0)), sql: "id = 9"},
		{name: "In of nothing", c: placed.In(), sql: "1 = 0", none: true},
		{name: "NotIn", c: placed.NotIn(tokyo), sql: "id <> 9"},
		{name: "IsNull", c: placed.IsNull(), sql: "1 = 0", none: true},
	})
	seen := models.Customers.LastSeenAt
	try(e, customers, []trial[models.Customer]{
		{name: "NULLs and Gt", c: seen.Gt(day(2024, 8, 1)), sql: "last_seen_at > '2024-08-01T00:00:00.000000Z'"},
		{name: "NULLs and Ne", c: seen.Ne(at), sql: "last_seen_at IS NOT NULL OR NULL"},
		{name: "NULLs and NotIn of nothing", c: seen.NotIn(), sql: "last_seen_at IS NOT NULL"},
		{name: "IsNull", c: seen.IsNull(), sql: "last_seen_at IS NULL"},
	})
}

// dateColumns compares days: the time of the day, and the zone, of what they are compared with mean nothing.
func dateColumns(e *env) {
	released := models.Books.PublishedOn
	late := time.Date(2018, 7, 14, 23, 59, 59, 0, time.FixedZone("far east", 12*3600))
	try(e, books, []trial[models.Book]{
		{name: "Eq", c: released.Eq(day(2018, 7, 14)), sql: "published_on = '2018-07-14'"},
		{name: "Eq of a time of that day", c: released.Eq(late), sql: "published_on = '2018-07-14'"},
		{name: "Ne", c: released.Ne(day(2018, 7, 14)), sql: "published_on <> '2018-07-14'"},
		{name: "Lt", c: released.Lt(day(1995, 4, 14)), sql: "published_on < '1995-04-14'"},
		{name: "Le", c: released.Le(day(1995, 4, 14)), sql: "published_on <= '1995-04-14'"},
		{name: "Gt", c: released.Gt(day(2022, 12, 6)), sql: "published_on > '2022-12-06'"},
		{name: "Ge", c: released.Ge(day(2022, 12, 6)), sql: "published_on >= '2022-12-06'"},
		{name: "Between", c: released.Between(day(2018, 7, 14), day(2018, 10, 5)), sql: "published_on BETWEEN '2018-07-14' AND '2018-10-05'"},
		{name: "In", c: released.In(day(2018, 7, 14), late, day(2016, 2, 29)), sql: "published_on IN ('2018-07-14', '2016-02-29')"},
		{name: "In of nothing", c: released.In(), sql: "1 = 0", none: true},
		{name: "NotIn", c: released.NotIn(day(2018, 7, 14)), sql: "published_on NOT IN ('2018-07-14')"},
		{name: "NotIn of nothing", c: released.NotIn(), sql: "published_on IS NOT NULL"},
		{name: "IsNull", c: released.IsNull(), sql: "published_on IS NULL"},
	})
}

func decimalColumns(e *env) {
	price := models.Books.Price
	try(e, books, []trial[models.Book]{
		{name: "Eq", c: price.Eq(money("35.99")), sql: "price = 35.99"},
		{name: "Eq of a whole number", c: price.Eq(money("44")), sql: "price = 44"},
		{name: "Eq with more zeros", c: price.Eq(money("44.000")), sql: "price = 44"},
		{name: "Eq but for a little", c: price.Eq(money("35.990001")), sql: "1 = 0", none: true},
		{name: "Ne", c: price.Ne(money("38.50")), sql: "price <> 38.5"},
		{name: "Lt", c: price.Lt(money("12.50")), sql: "price < 12.5"},
		{name: "Le", c: price.Le(money("12.50")), sql: "price <= 12.5"},
		{name: "Gt", c: price.Gt(money("38.99")), sql: "price > 38.99"},
		{name: "Ge", c: price.Ge(money("38.99")), sql: "price >= 38.99"},
		{name: "Between", c: price.Between(money("18"), money("18.50")), sql: "price BETWEEN 18 AND 18.5"},
		{name: "In", c: price.In(money("18.00"), money("35.99"), money("-1")), sql: "price IN (18, 35.99)"},
		{name: "In of nothing", c: price.In(), sql: "1 = 0", none: true},
		{name: "NotIn", c: price.NotIn(money("18"), money("35.99")), sql: "price NOT IN (18, 35.99)"},
		{name: "IsNull", c: price.IsNull(), sql: "1 = 0", none: true},
	})
}

func jsonColumns(e *env) {
	try(e, books, []trial[models.Book]{
		{name: "IsNull", c: models.Books.Metadata.IsNull(), sql: "metadata IS NULL"},
	})
}

func enumColumns(e *env) {
	status := models.Books.Status
	try(e, books, []trial[models.Book]{
		{name: "Eq", c: status.Eq(models.BookStatusDraft), sql: "status = 'draft'"},
		{name: "Ne", c: status.Ne(models.BookStatusPublished), sql: "status <> 'published'"},
		{name: "In", c: status.In(models.BookStatusDraft, models.BookStatusOutOfPrint), sql: "status IN ('draft', 'out_of_print')"},
		{name: "In of nothing", c: status.In(), sql: "1 = 0", none: true},
		{name: "NotIn", c: status.NotIn(models.BookStatusPublished), sql: "status NOT IN ('published')"},
		{name: "NotIn of nothing", c: status.NotIn(), sql: "1 = 1"},
		{name: "IsNull", c: status.IsNull(), sql: "1 = 0", none: true},
	})
}

// expressions compares computed values.
func expressions(e *env) {
	b := &models.Books
	name := query.Via(b.Publisher, models.Publishers.Name)
	try(e, books, []trial[models.Book]{
		{name: "Add", c: query.Add(b.Stock, b.Version).Gt(60), sql: "stock + version > 60"},
		{name: "Sub", c: query.Sub(b.Stock, b.Version).Lt(0), sql: "stock - version < 0"},
		{name: "Mul", c: query.Mul(b.Stock, b.Version).Eq(60), sql: "stock * version = 60"},
		{name: "Div", c: query.Div(b.Stock, b.Version).Eq(3), sql: "stock / version = 3"},
		{name: "Plus", c: query.Plus(b.Stock, 2).Eq(5), sql: "stock + 2 = 5"},
		{name: "Minus", c: query.Minus(b.Stock, 2).In(-1, 3), sql: "stock - 2 IN (-1, 3)"},
		{name: "Times", c: query.Times(b.Price, money("2")).Le(money("25")), sql: "price * 2 <= 25"},
		{name: "nested", c: query.Sub(b.Stock, query.Sub(b.Version, b.ID)).Ge(60), sql: "stock - (version - id) >= 60"},
		{name: "NULLs", c: query.Plus(b.Weight, 1).Lt(2), sql: "weight + 1 < 2"},
		{name: "Coalesce", c: query.Coalesce(b.Weight, 0).Lt(0.3), sql: "coalesce(weight, 0) < 0.3"},
		{name: "Lower", c: query.Lower(b.Title).Eq("ebb"), sql: "lower(title) = 'ebb'"},
		{name: "Upper", c: query.Upper(b.Title).Eq("EBB"), sql: "upper(title) = 'EBB'"},
		{name: "Length", c: query.Length(b.Title).Le(4), sql: "length(title) <= 4"},
		{name: "Year", c: query.Year(b.PublishedOn).Eq(2018), sql: "published_on BETWEEN '2018-01-01' AND '2018-12-31'"},
		{name: "Month of a time", c: query.And(query.Year(b.CreatedAt).Eq(2023), query.Month(b.CreatedAt).Eq(4)),
			sql: "created_at >= '2023-04-01T00:00:00.000000Z' AND created_at < '2023-05-01T00:00:00.000000Z'"},
		{name: "Day", c: query.And(query.Month(b.PublishedOn).Eq(2), query.Day(b.PublishedOn).Eq(29)), sql: "published_on = '2016-02-29'"},
		{name: "Compare", c: query.Compare(b.Stock, query.OpLt, b.Version), sql: "stock < version"},
		{name: "Compare with a path", c: query.Compare(b.PublisherID, query.OpNe, query.Via(b.Author, models.Authors.PublisherID)),
			sql: "publisher_id <> (SELECT a.publisher_id FROM authors a WHERE a.id = books.author_id)"},
		{name: "Via", c: name.Eq("Lantern Press"), sql: "publisher_id = 2"},
		{name: "Via Ne", c: name.Ne("Lantern Press"), sql: "publisher_id <> 2"},
		{name: "Via of an absent row", c: name.IsNull(), sql: "publisher_id IS NULL"},
		{name: "Via In", c: name.In("Lantern Press", "Harbour & Finch"), sql: "publisher_id IN (1, 2)"},
		{name: "Expr In of nothing", c: name.In(), sql: "1 = 0", none: true},
	})
}

// roundTrip writes values of every kind and reads them back, in Duet and past it.
func roundTrip(e *env) {
	at := time.Date(1969, 12, 31, 23, 59, 59, 123456789, time.FixedZone("west", -7*3600))
	for i, b := range []models.Book{
		{Title: "", ISBN: "", Price: money("0"), Weight: orm.Some(0.0), Cover: orm.Some([]byte{}), Metadata: orm.Some(json.RawMessage(`null`))},
		{Title: "a'b\"c`d?e\\f\n\x01", ISBN: "?", Subtitle: orm.Some(""), Price: money("12345678.91"), Weight: orm.Some(-1e-300), Cover: orm.Some([]byte("\x00'?\xff"))},
		{Title: "日本語 🐹 \u202e e\u0301", ISBN: "😀", Subtitle: orm.Some("NULL"), Price: money("0.01"), Weight: orm.Some(math.MaxFloat64), Stock: math.MaxInt64, Metadata: orm.Some(json.RawMessage(`{"a": [1, "?"]}`))},
	} {
		b.AuthorID, b.Status, b.Version = 1, models.BookStatusDraft, math.MinInt64
		b.CreatedAt, b.UpdatedAt, b.PublishedOn = at, orm.Some(day(9999, 12, 31)), orm.Some(at)
		made := b
		require.NoError(e, do(e, creating(models.Books.Using(e.s), &made), creatingAsync(models.Books.Using(e.s), &made)), i)
		e.queries(1)
		b.ID, b.CreatedAt, b.PublishedOn = made.ID, at.Truncate(time.Microsecond), orm.Some(day(1969, 12, 31))
		require.Equal(e, columns(&b), columns(&made), i)
		read := must(e, models.Books.Using(e.s).Filter(models.Books.ISBN.Eq(b.ISBN)).Get, models.Books.Using(e.s).Filter(models.Books.ISBN.Eq(b.ISBN)).GetAsync)
		e.queries(1)
		require.Equal(e, columns(&b), columns(read), i)
		require.True(e, read.Equal(&made), i)
		require.Equal(e, time.UTC, read.CreatedAt.Location())
		same(e, "SELECT title, isbn, price, weight, stock, version, created_at, published_on, cover FROM books WHERE id = "+cell(b.ID), []*models.Book{read},
			func(b *models.Book) []string {
				return cells(b.Title, b.ISBN, b.Price, b.Weight, b.Stock, b.Version, b.CreatedAt, b.PublishedOn, b.Cover)
			})
	}
}
