package shop_test

import (
	"encoding/base64"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

type bookJSON struct {
	ID        int64
	Title     string
	Author    string
	Publisher string
	Price     string
	Stock     int64
	Status    string
	Tags      []string
}

type pageJSON struct {
	Books []bookJSON
	Next  string
}

func (p pageJSON) ids() []int64 {
	out := []int64{}
	for _, b := range p.Books {
		out = append(out, b.ID)
	}
	return out
}

func (f *fixture) page(params string) pageJSON {
	f.Helper()
	a := f.get("/books?" + params)
	require.Equal(f, 200, a.status, a.body)
	require.LessOrEqual(f, a.queries, 2)
	var p pageJSON
	a.into(f.T, &p)
	return p
}

func TestBook(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	require.Equal(t, bookJSON{ID: 18, Title: "A Borrowed Country", Author: "Margaret Okonkwo", Publisher: "Lantern Press",
		Price: "21.99", Stock: 5, Status: "published", Tags: []string{"award winner"}}, f.page("limit=1").Books[0])

	a := f.get("/books/1")
	require.Equal(t, 200, a.status)
	require.Equal(t, 3, a.queries)
	var book struct {
		bookJSON
		Subtitle string
		Reviews  []struct {
			Customer, Body, At string
			Rating             int
		}
	}
	a.into(t, &book)
	require.Equal(t, "Small interfaces, large programs", book.Subtitle)
	require.Len(t, book.Tags, 6)
	require.EqualValues(t, f.one("SELECT count(*) FROM reviews WHERE book_id = 1"), len(book.Reviews))
	require.Equal(t, "Ines Calvo", book.Reviews[0].Customer)
	require.NotContains(t, a.body, "@", "no customer's address")

	without := f.one("SELECT id FROM books WHERE publisher_id IS NULL AND id NOT IN (SELECT book_id FROM reviews) LIMIT 1")
	a = f.get("/books/" + itoa(without))
	require.Equal(t, 200, a.status)
	require.NotContains(t, a.body, "publisher\":")
	require.Contains(t, a.body, `"reviews":[]`)
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	published := "SELECT id FROM books b WHERE status = 'published' AND "
	for params, want := range map[string]string{
		"":                                published + "true",
		"title=go":                        published + "title LIKE '%go%'",
		"title=%25":                       published + "instr(title, '%')",
		"title=_":                         published + "instr(title, '_')",
		"author=rob":                      published + "author_id IN (SELECT id FROM authors WHERE name LIKE '%rob%')",
		"tag=sea":                         published + "id IN (SELECT book_id FROM book_tags JOIN tags t ON t.id = tag_id WHERE t.name = 'sea')",
		"tag=se":                          published + "false",
		"min_price=38.5":                  published + "price >= 38.5",
		"max_price=18":                    published + "price <= 18",
		"min_price=20&max_price=30":       published + "price BETWEEN 20 AND 30",
		"status=draft":                    "SELECT id FROM books b WHERE status = 'draft'",
		"status=out_of_print":             "SELECT id FROM books b WHERE status = 'out_of_print'",
		"title=go&author=rob&tag=go":      published + "title LIKE '%go%' AND author_id IN (SELECT id FROM authors WHERE name LIKE '%rob%') AND id IN (SELECT book_id FROM book_tags JOIN tags t ON t.id = tag_id WHERE t.name = 'go')",
		"title=nobody+has+written+this+":  published + "false",
		"title='%3BDROP+TABLE+books%3B--": published + "false",
	} {
		require.Equal(t, f.ids(want+" ORDER BY title, id"), f.page(params+"&limit=100").ids(), params)
	}
}

// TestListPages walks through the pages in every order, and compares with one SELECT.
func TestListPages(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.exec("UPDATE books SET price = 20 WHERE id % 3 = 0") // many that are equal
	f.exec("UPDATE books SET title = 'Same' WHERE id % 4 = 0")
	for name, order := range map[string]string{
		"":        "b.title, b.id",
		"title":   "b.title, b.id",
		"-title":  "b.title DESC, b.id DESC",
		"price":   "b.price, b.id",
		"-price":  "b.price DESC, b.id DESC",
		"author":  "a.name, b.id",
		"-author": "a.name DESC, b.id DESC",
	} {
		want := f.ids("SELECT b.id FROM books b JOIN authors a ON a.id = author_id WHERE status = 'published' ORDER BY " + order)
		for _, size := range []string{"1", "7", "49", "50"} {
			got := []int64{}
			after := ""
			for {
				p := f.page("order=" + name + "&limit=" + size + "&after=" + after)
				got = append(got, p.ids()...)
				if after = p.Next; after == "" {
					break
				}
				require.Len(t, p.Books, atoi(t, size))
			}
			require.Equal(t, want, got, "%s by %s", name, size)
		}
	}
	require.Len(t, f.page("").Books, 20, "the size of a page that does not say")
}

// TestPagesAreStable has books come, go and change between two pages.
func TestPagesAreStable(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	want := f.ids("SELECT id FROM books WHERE status = 'published' ORDER BY title, id")
	first := f.page("limit=10")
	require.Equal(t, want[:10], first.ids())
	f.exec(`INSERT INTO books (author_id, title, isbn, price, status) VALUES (1, 'AAA', 'x', 1, 'published')`)
	f.exec("UPDATE books SET status = 'draft' WHERE id = " + itoa(want[9])) // the very one that the cursor stands on
	f.exec("UPDATE books SET status = 'draft' WHERE id = " + itoa(want[0]))
	require.Equal(t, want[10:20], f.page("limit=10&after="+first.Next).ids())
}

func TestBadListsAndBooks(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	cursor := f.page("limit=1").Next
	forged := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for path, want := range map[string]struct {
		status int
		msg    string
	}{
		"/books/x":                               {400, "the id of a book is a number"},
		"/books/1.5":                             {400, "the id of a book is a number"},
		"/books/99999999999999999999":            {400, "the id of a book is a number"},
		"/books/999":                             {404, "not found"},
		"/books/-1":                              {404, "not found"},
		"/books?limit=0":                         {400, "limit must be a number from 1 to 100"},
		"/books?limit=101":                       {400, "limit must be a number from 1 to 100"},
		"/books?limit=many":                      {400, "limit must be a number from 1 to 100"},
		"/books?min_price=cheap":                 {400, "min_price must be a price like 19.90, from 0 to 1000000"},
		"/books?max_price=-1":                    {400, "max_price must be a price like 19.90, from 0 to 1000000"},
		"/books?max_price=1e999999999":           {400, "max_price must be a price like 19.90, from 0 to 1000000"},
		"/books?max_price=1.234":                 {400, "max_price must be a price like 19.90, from 0 to 1000000"},
		"/books?status=lost":                     {400, `status is "lost", not one of [draft published out_of_print]`},
		"/books?order=isbn":                      {400, `order is "isbn", not one of title, price, author, or one of them with a - before it`},
		"/books?titel=go":                        {400, `unknown parameter "titel": there are title, author, tag, min_price, max_price, status, order, limit, after`},
		"/books?title=a;b":                       {400, "the query string cannot be read"},
		"/books?title=%zz":                       {400, "the query string cannot be read"},
		"/books?tag=a&tag=b":                     {400, "tag is given 2 times"},
		"/books?after=%C3%A9":                    {400, "after is not a cursor of this list"},
		"/books?after=abc":                       {400, "after is not a cursor of this list"},
		"/books?after=" + forged(`{"o":"title"`): {400, "after is not a cursor of this list"},
		"/books?order=price&after=" + forged(`{"o":"price","v":"1e999999999","i":1}`): {400, "after is not a cursor of this list"},
		"/books?order=price&after=" + cursor:                                          {400, `after is a cursor of a list in the order "title", this one is in the order "price"`},
	} {
		a := f.get(path)
		require.Equal(t, want.status, a.status, path)
		require.Equal(t, want.msg, a.message(t), path)
		if want.status == 400 {
			require.Zero(t, a.queries, path)
		}
	}
	require.Equal(t, 404, f.get("/nowhere").status)
	require.Equal(t, 405, f.do("DELETE", "/books", "").status)
	require.Equal(t, 405, f.get("/orders").status)
	require.Equal(t, 200, f.get("/books?title="+url.QueryEscape("\x00'\"")).status)
}
