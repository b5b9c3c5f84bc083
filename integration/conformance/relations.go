package conformance

import (
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

var relationTests = []test{
	{"ToOne", toOneConditions},
	{"ToMany", toManyConditions},
	{"ManyToMany", manyToManyConditions},
	{"Paths", pathConditions},
	{"Counts", relatedAggregates},
	{"NoDuplicates", noDuplicates},
}

// toOneConditions: a row without a related row satisfies nothing.
func toOneConditions(e *env) {
	b, a := &models.Books, &models.Authors
	publisher := func(where string) string {
		return "EXISTS (SELECT 1 FROM publishers p WHERE p.id = books.publisher_id AND (" + where + "))"
	}
	website := models.Publishers.Website
	try(e, books, []trial[models.Book]{
		{name: "required", c: b.Author.Where(a.Name.StartsWith("Rob")), sql: "author_id IN (1, 4)"},
		{name: "no condition, required", c: b.Author.Where(), sql: "1 = 1"},
		{name: "no condition, optional", c: b.Publisher.Where(), sql: "publisher_id IS NOT NULL"},
		{name: "optional", c: b.Publisher.Where(models.Publishers.Country.Eq("France")), sql: publisher("country = 'France'")},
		{name: "two on one row", c: b.Publisher.Where(models.Publishers.Country.Ne("France"), website.Ne("x")), sql: publisher("country <> 'France' AND website <> 'x'")},
		{name: "NULL column of the related row", c: b.Publisher.Where(website.IsNull()), sql: publisher("website IS NULL")},
		{name: "Not inside", c: b.Publisher.Where(query.Not(website.Eq("https://lantern.example"))), sql: publisher("(website = 'https://lantern.example') IS NOT TRUE")},
		{name: "Not outside", c: query.Not(b.Publisher.Where(website.IsNull())), sql: "(" + publisher("website IS NULL") + ") IS NOT TRUE"},
		{name: "Or of two relations", c: query.Or(b.Publisher.Where(models.Publishers.ID.Eq(5)), b.Category.Where(models.Categories.Name.Eq("Go"))),
			sql: "coalesce(publisher_id = 5, 1 = 0) OR coalesce(category_id = 9, 1 = 0)"},
		{name: "nested", c: b.Author.Where(a.Mentor.Where(a.Name.Eq("Rob Tallis"))), sql: "author_id IN (4, 7)"},
		{name: "nested twice", c: b.Author.Where(a.Mentor.Where(a.Mentor.Where(a.ID.Eq(1)))), sql: "author_id = 12"},
		{name: "one-to-one backwards", c: b.BookDetail.Where(models.BookDetails.Language.Eq("fr")), sql: "id IN (21, 23)"},
		{name: "one-to-one backwards, there", c: b.BookDetail.Where(), sql: "id IN (SELECT book_id FROM book_details)"},
		{name: "tree", c: b.Category.Where(models.Categories.Parent.Where(models.Categories.Name.Eq("Computing"))), sql: "coalesce(category_id IN (9, 10), 1 = 0)"},
	})
	o := &models.Orders
	try(e, orders, []trial[models.Order]{
		{name: "two keys to one table", c: query.And(o.BillingAddress.Where(models.Addresses.City.Eq("Portland")), o.ShippingAddress.Where(models.Addresses.City.Eq("Galway"))),
			sql: "billing_address_id IN (SELECT id FROM addresses WHERE city = 'Portland') AND coalesce(shipping_address_id IN (SELECT id FROM addresses WHERE city = 'Galway'), 1 = 0)"},
		{name: "absent", c: query.Not(o.ShippingAddress.Where()), sql: "shipping_address_id IS NULL"},
	})
}

func toManyConditions(e *env) {
	a, b := &models.Authors, &models.Books
	has := func(where string) string {
		return "EXISTS (SELECT 1 FROM books b WHERE b.author_id = authors.id AND (" + where + "))"
	}
	try(e, authors, []trial[models.Author]{
		{name: "Any", c: a.Books.Any(b.Weight.Gt(1.4)), sql: has("weight > 1.4")},
		{name: "Any of all", c: a.Books.Any(), sql: has("1 = 1")},
		{name: "Any, two on one row", c: a.Books.Any(b.Stock.Eq(0), b.InPrint.Eq(true)), sql: has("stock = 0 AND in_print")},
		{name: "two Anys, two rows", c: query.And(a.Books.Any(b.Stock.Eq(0)), a.Books.Any(b.InPrint.Eq(true))), sql: has("stock = 0") + " AND " + has("in_print")},
		{name: "None", c: a.Books.None(b.Weight.Gt(1.4)), sql: "NOT " + has("weight > 1.4")},
		{name: "None of all", c: a.Books.None(), sql: "id = 19"},
		{name: "All", c: a.Books.All(b.Weight.Gt(0.5)), sql: "NOT " + has("(weight > 0.5) IS NOT TRUE")},
		{name: "All of no conditions", c: a.Books.All(), sql: "1 = 1"},
		{name: "All and Any", c: query.And(a.Books.Any(), a.Books.All(b.InPrint.Eq(true))), sql: has("1 = 1") + " AND NOT " + has("NOT in_print")},
		{name: "All, several conditions", c: a.Books.All(b.Stock.Gt(0), b.InPrint.Eq(true)), sql: "NOT " + has("(stock > 0 AND in_print) IS NOT TRUE")},
		{name: "self reference", c: a.MentorAuthors.Any(a.BornOn.Gt(day(1985, 1, 1))), sql: "id IN (SELECT mentor_id FROM authors WHERE born_on > '1985-01-01')"},
		{name: "to-many in to-many", c: a.Books.Any(b.Reviews.Any(models.Reviews.Rating.Eq(1))),
			sql: has("EXISTS (SELECT 1 FROM reviews r WHERE r.book_id = b.id AND rating = 1)")},
		{name: "None in All", c: a.Books.All(b.Reviews.None(models.Reviews.Rating.Le(2))),
			sql: "NOT " + has("EXISTS (SELECT 1 FROM reviews r WHERE r.book_id = b.id AND rating <= 2)")},
		{name: "to-one in to-many", c: a.Books.Any(b.Publisher.Where(models.Publishers.Country.Eq("France")), b.Stock.Gt(0)),
			sql: has("stock > 0 AND publisher_id = 3")},
		{name: "optional to-one in Not in to-many", c: a.Books.Any(query.Not(b.Publisher.Where(models.Publishers.Country.Ne("France")))),
			sql: has("publisher_id IS NULL OR publisher_id = 3")},
		{name: "composite key", c: a.Books.Any(b.Editions.Any(models.Editions.Format.Eq(models.EditionFormatAudio), models.Editions.ReleasedOn.IsNull())),
			sql: has("EXISTS (SELECT 1 FROM editions x WHERE x.book_id = b.id AND format = 'audio' AND released_on IS NULL)")},
	})
}

func manyToManyConditions(e *env) {
	b, t := &models.Books, &models.Tags
	tagged := func(where string) string {
		return "EXISTS (SELECT 1 FROM book_tags bt JOIN tags t ON t.id = bt.tag_id WHERE bt.book_id = books.id AND (" + where + "))"
	}
	try(e, books, []trial[models.Book]{
		{name: "Any", c: b.Tags.Any(t.Name.Eq("café reading")), sql: tagged("t.name = 'café reading'")},
		{name: "Any of all", c: b.Tags.Any(), sql: tagged("1 = 1")},
		{name: "None", c: b.Tags.None(t.Name.In("go", "sea")), sql: "NOT " + tagged("t.name IN ('go', 'sea')")},
		{name: "None of all", c: b.Tags.None(), sql: "id IN (20, 58, 59)"},
		{name: "All", c: b.Tags.All(t.ID.Ge(5)), sql: "NOT " + tagged("t.id < 5")},
		{name: "none has it", c: b.Tags.Any(t.Name.Eq("unused")), sql: "1 = 0", none: true},
		{name: "join table as a relation", c: b.BookTags.Any(models.BookTags.Position.Ge(4)), sql: "EXISTS (SELECT 1 FROM book_tags bt WHERE bt.book_id = books.id AND position >= 4)"},
		{name: "there and back", c: b.Tags.Any(t.Books.Any(b.Title.Eq("Ebb"))),
			sql: tagged("t.id IN (SELECT tag_id FROM book_tags WHERE book_id = 39)")},
		{name: "through reviews", c: b.Customers.Any(models.Customers.Vip.Eq(true)),
			sql: "EXISTS (SELECT 1 FROM reviews r JOIN customers c ON c.id = r.customer_id WHERE r.book_id = books.id AND c.vip)"},
	})
}

func pathConditions(e *env) {
	b, a, r := &models.Books, &models.Authors, &models.Reviews
	mentor := query.Through(b.Author, a.Mentor)
	try(e, books, []trial[models.Book]{
		{name: "Through", c: mentor.Where(a.Name.Eq("Rob Tallis")), sql: "author_id IN (4, 7)"},
		{name: "Through, there", c: mentor.Where(), sql: "author_id IN (SELECT id FROM authors WHERE mentor_id IS NOT NULL)"},
		{name: "Through of three", c: query.Through(mentor, a.Mentor).Where(a.ID.Eq(1)), sql: "author_id = 12"},
		{name: "Through beside its beginning", c: query.And(b.Author.Where(a.ID.Ne(4)), mentor.Where(a.ID.Eq(1))), sql: "author_id = 7"},
		{name: "ThroughMany, to-one first", c: query.ThroughMany(b.Author, a.MentorAuthors).Any(a.ID.Eq(12)), sql: "author_id = 4"},
		{name: "ThroughMany, to-many first", c: query.ThroughMany(b.Reviews, r.Customer).Any(models.Customers.Vip.Eq(true)),
			sql: "EXISTS (SELECT 1 FROM reviews r JOIN customers c ON c.id = r.customer_id WHERE r.book_id = books.id AND c.vip)"},
		{name: "ThroughMany, to-many twice", c: query.ThroughMany(b.Reviews, query.ThroughMany(r.Customer, models.Customers.Orders)).None(),
			sql: "NOT EXISTS (SELECT 1 FROM reviews r JOIN orders o ON o.customer_id = r.customer_id WHERE r.book_id = books.id)"},
		{name: "ThroughMany, All", c: query.ThroughMany(b.Reviews, r.Customer).All(models.Customers.Vip.Eq(false)),
			sql: "NOT EXISTS (SELECT 1 FROM reviews r JOIN customers c ON c.id = r.customer_id WHERE r.book_id = books.id AND c.vip)"},
		{name: "ThroughMany, many-to-many and back", c: query.ThroughMany(b.Tags, models.Tags.Books).Any(b.Title.Eq("Ebb")),
			sql: "id IN (SELECT o.book_id FROM book_tags o JOIN book_tags m ON m.tag_id = o.tag_id WHERE m.book_id = 39)"},
		{name: "Via a path", c: query.Via(mentor, a.Name).Eq("Rob Tallis"), sql: "coalesce((SELECT mentor_id FROM authors WHERE id = author_id) = 1, NULL)"},
		{name: "Via IsNull", c: query.Via(mentor, a.BornOn).IsNull(), sql: "author_id IN (SELECT id FROM authors WHERE mentor_id IS NULL)"},
		{name: "Where of a path of a relation", c: b.Author.Where(query.Via(a.Publisher, models.Publishers.Country).Eq("France")),
			sql: "author_id IN (SELECT id FROM authors WHERE publisher_id = 3)"},
	})
}

// relatedAggregates are values made of related rows.
func relatedAggregates(e *env) {
	a, b := &models.Authors, &models.Books
	of := func(what, where string) string {
		return "(SELECT " + what + " FROM books b WHERE b.author_id = authors.id AND " + where + ")"
	}
	tags := query.ThroughMany(a.Books, b.Tags)
	try(e, authors, []trial[models.Author]{
		{name: "Count", c: query.Count(a.Books).Ge(4), sql: of("count(*)", "1 = 1") + " >= 4"},
		{name: "Count of none", c: query.Count(a.Books).Eq(0), sql: "id = 19"},
		{name: "Count with a condition", c: query.Count(a.Books, b.Stock.Gt(0), b.Weight.Gt(1)).Gt(1), sql: of("count(*)", "stock > 0 AND weight > 1") + " > 1"},
		{name: "Count along a path", c: query.Count(tags).Gt(8),
			sql: "(SELECT count(*) FROM books b JOIN book_tags bt ON bt.book_id = b.id WHERE b.author_id = authors.id) > 8"},
		{name: "SumOf", c: query.SumOf(a.Books, b.Stock).Gt(60), sql: of("sum(stock)", "1 = 1") + " > 60"},
		{name: "SumOf of none", c: query.SumOf(a.Books, b.Stock).IsNull(), sql: "id = 19"},
		{name: "MinOf", c: query.MinOf(a.Books, b.PublishedOn).Lt(day(1990, 1, 1)), sql: of("min(published_on)", "1 = 1") + " < '1990-01-01'"},
		{name: "MaxOf", c: query.MaxOf(a.Books, b.Price).Le(money("20")), sql: of("max(price)", "1 = 1") + " <= 20"},
		{name: "AvgOf", c: query.AvgOf(a.Books, b.Stock).Lt(5), sql: of("avg(stock)", "1 = 1") + " < 5"},
		{name: "In", c: query.Count(a.Books).In(1, 2), sql: of("count(*)", "1 = 1") + " IN (1, 2)"},
	})
}

// noDuplicates: however many related rows match, a row comes once.
func noDuplicates(e *env) {
	b := &models.Books
	q := b.Using(e.s).Filter(b.Tags.Any(), b.Reviews.Any(), query.ThroughMany(b.Author, models.Authors.Books).Any()).OrderBy(b.ID.Asc())
	sameRows(e, q, "SELECT * FROM books WHERE id IN (SELECT book_id FROM book_tags) AND id IN (SELECT book_id FROM reviews) ORDER BY id")
	require.Equal(e, e.number("SELECT count(*) FROM books WHERE id IN (SELECT book_id FROM book_tags) AND id IN (SELECT book_id FROM reviews)"),
		cell(must(e, q.Count, q.CountAsync)))
}
