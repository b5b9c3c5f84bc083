package conformance

import (
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

// Relations of relations.
var prefetchPathTests = []test{
	{"Nested", prefetchNested},
	{"Paths", prefetchPaths},
	{"ThroughSelected", prefetchThroughSelected},
	{"Independent", prefetchIndependent},
	{"ManyRows", prefetchManyRows},
}

// prefetchNested asks once for each level, however many rows.
func prefetchNested(e *env) {
	p, a, b, r := &models.Publishers, &models.Authors, &models.Books, &models.Reviews
	q := p.Using(e.s).PrefetchRelated(
		p.Authors.OrderBy(a.ID.Asc()).PrefetchRelated(
			a.Books.Filter(b.Stock.Gt(0)).OrderBy(b.ID.Asc()).PrefetchRelated(
				b.Reviews.OrderBy(r.ID.Asc()).Limit(2).PrefetchRelated(r.Customer),
				b.Tags.OrderBy(models.Tags.ID.Asc())))).OrderBy(p.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(6)
	var reviews, tags [][]string
	for _, p := range rows {
		for _, a := range has(e, p.Authors) {
			require.Same(e, p, has(e, a.Publisher))
			for _, b := range has(e, a.Books) {
				require.Same(e, a, has(e, b.Author))
				for _, r := range has(e, b.Reviews) {
					require.Same(e, b, has(e, r.Book))
					reviews = append(reviews, cells(p.ID, a.ID, b.ID, r.ID, has(e, r.Customer).Name))
				}
				for _, t := range has(e, b.Tags) {
					tags = append(tags, cells(p.ID, a.ID, b.ID, t.Name))
				}
			}
		}
	}
	e.queries(0)
	const books = " FROM publishers p JOIN authors a ON a.publisher_id = p.id JOIN books b ON b.author_id = a.id AND b.stock > 0 "
	same(e, "SELECT p.id, a.id, b.id, r.id, c.name"+books+`JOIN (SELECT *, row_number() OVER (PARTITION BY book_id ORDER BY id) AS n FROM reviews) AS r
		ON r.book_id = b.id AND n <= 2 JOIN customers c ON c.id = r.customer_id ORDER BY p.id, a.id, b.id, r.id`, reviews, itself)
	same(e, "SELECT p.id, a.id, b.id, t.name"+books+"JOIN book_tags bt ON bt.book_id = b.id JOIN tags t ON t.id = bt.tag_id ORDER BY p.id, a.id, b.id, t.id", tags, itself)
}

// prefetchPaths: the relations on the way are loaded, too, and each level once although several paths go through it.
func prefetchPaths(e *env) {
	b, a := &models.Books, &models.Authors
	q := b.Using(e.s).PrefetchRelated(query.Through(b.Author, a.Publisher), query.Through(b.Author, a.Mentor),
		query.ThroughMany(b.Author, a.Books)).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(5)
	same(e, `SELECT b.id, a.name, p.name, m.name, (SELECT count(*) FROM books o WHERE o.author_id = a.id) FROM books b JOIN authors a ON a.id = b.author_id
		LEFT JOIN publishers p ON p.id = a.publisher_id LEFT JOIN authors m ON m.id = a.mentor_id ORDER BY b.id`, rows, func(b *models.Book) []string {
		author := has(e, b.Author)
		return []string{cell(b.ID), author.Name, nameOr(has(e, author.Publisher), publisherName), nameOr(has(e, author.Mentor), authorName), cell(len(has(e, author.Books)))}
	})
	// To-many after to-many, with conditions on the last.
	deep := a.Using(e.s).PrefetchRelated(query.PrefetchOf(query.ThroughMany(a.Books, b.Tags)).Filter(models.Tags.ID.Le(5)).OrderBy(models.Tags.ID.Asc()),
		a.Books.OrderBy(b.ID.Desc())).OrderBy(a.ID.Asc())
	var got [][]string
	for _, author := range must(e, deep.All, deep.AllAsync) {
		for _, book := range has(e, author.Books) {
			for _, tag := range has(e, book.Tags) {
				got = append(got, cells(author.ID, book.ID, tag.ID))
			}
		}
	}
	e.queries(3)
	same(e, "SELECT b.author_id, b.id, tag_id FROM books b JOIN book_tags bt ON bt.book_id = b.id WHERE tag_id <= 5 ORDER BY b.author_id, b.id DESC, tag_id", got, itself)
}

// prefetchThroughSelected goes on from relations that were joined, without loading them again.
func prefetchThroughSelected(e *env) {
	b, a := &models.Books, &models.Authors
	q := b.Using(e.s).SelectRelated(b.Author, b.Publisher).PrefetchRelated(query.ThroughMany(b.Author, a.MentorAuthors),
		query.ThroughMany(b.Publisher, models.Publishers.Authors)).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(3)
	same(e, `SELECT b.id, (SELECT count(*) FROM authors m WHERE m.mentor_id = b.author_id),
		CASE WHEN publisher_id IS NOT NULL THEN (SELECT count(*) FROM authors m WHERE m.publisher_id = b.publisher_id) END FROM books b ORDER BY b.id`, rows,
		func(b *models.Book) []string {
			out := cells(b.ID, len(has(e, has(e, b.Author).MentorAuthors)), nil)
			if p := has(e, b.Publisher); p != nil {
				out[2] = cell(len(has(e, p.Authors)))
			}
			return out
		})
	// A row below one of several equal rows knows a row that equals it.
	for _, row := range rows {
		for _, pupil := range has(e, has(e, row.Author).MentorAuthors) {
			require.Equal(e, row.AuthorID, has(e, pupil.Mentor).ID)
		}
	}
	e.queries(0)
}

// prefetchIndependent: what is loaded of one row is not loaded of others, and copies of one row share nothing.
func prefetchIndependent(e *env) {
	b := &models.Books
	q := b.Using(e.s).OrderBy(b.ID.Asc()).Limit(2)
	one, other := must(e, q.All, q.AllAsync), must(e, q.PrefetchRelated(b.Tags).All, q.PrefetchRelated(b.Tags).AllAsync)
	e.queries(3)
	lacks(e, one[0].Tags)
	tags := has(e, other[0].Tags)
	tags = append(tags, nil) // the caller's own
	require.Len(e, tags, 7)
	require.NotNil(e, has(e, other[1].Tags)[0])
	require.Len(e, has(e, other[0].Tags), 6)
}

// prefetchManyRows loads relations of more rows than share a chunk.
func prefetchManyRows(e *env) {
	made := makeBooks(e, 1500)
	var tags []*models.BookTag
	for i, b := range made {
		for t := range i % 4 {
			tags = append(tags, &models.BookTag{BookID: b.ID, TagID: int64(1 + (i+t)%13), Position: int64(t + 1)})
		}
	}
	require.NoError(e, models.BookTags.Using(e.db).BulkCreate(e.T.Context(), tags))
	b, a := &models.Books, &models.Authors
	q := b.Using(e.s).PrefetchRelated(b.Tags.OrderBy(models.Tags.ID.Asc()), b.Author).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(3)
	same(e, "SELECT book_id, tag_id FROM book_tags ORDER BY book_id, tag_id",
		pairs(rows, bookID, func(b *models.Book) []*models.Tag { return has(e, b.Tags) }, func(t *models.Tag) []string { return cells(t.ID) }), itself)
	for _, row := range rows {
		require.Equal(e, row.AuthorID, has(e, row.Author).ID)
	}
	back := a.Using(e.s).PrefetchRelated(a.Books.Prefetch()).OrderBy(a.ID.Asc())
	n := 0
	for _, author := range must(e, back.All, back.AllAsync) {
		for _, book := range has(e, author.Books) {
			n++
			require.Same(e, author, has(e, book.Author))
		}
	}
	require.Equal(e, len(rows), n)
	e.queries(2)
}
