package conformance

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

var textTests = []test{
	{"Comparisons", textComparisons},
	{"Matches", textMatches},
	{"Like", textLike},
	{"Regex", textRegex},
}

func textComparisons(e *env) {
	title, subtitle := models.Books.Title, models.Books.Subtitle
	try(e, books, []trial[models.Book]{
		{name: "Eq", c: title.Eq("Ebb"), sql: "title = 'Ebb'"},
		{name: "Eq tells case apart", c: title.Eq("ebb"), sql: "1 = 0", none: true},
		{name: "Eq of nothing", c: title.Eq(""), sql: "1 = 0", none: true},
		{name: "Eq with quotes", c: title.Eq("Le Port de l'Aube"), sql: "id = 23"},
		{name: "Eq in Unicode", c: title.Eq("星の海図"), sql: "id = 54"},
		{name: "Eq with a question mark", c: title.Eq("Who Stole the Letter Q?"), sql: "id = 42"},
		{name: "Eq with wildcards", c: title.Eq("The Book of _ and %"), sql: "id = 59"},
		{name: "Eq is no SQL", c: title.Eq("' OR 1 = 1 --"), sql: "1 = 0", none: true},
		{name: "Ne", c: title.Ne("Ebb"), sql: "title <> 'Ebb'"},
		{name: "Lt", c: models.Books.ISBN.Lt("9781400316762"), sql: "isbn < '9781400316762'"},
		{name: "Le", c: models.Books.ISBN.Le("9781400316762"), sql: "isbn <= '9781400316762'"},
		{name: "Gt", c: models.Books.ISBN.Gt("9781404596762"), sql: "isbn > '9781404596762'"},
		{name: "Ge", c: models.Books.ISBN.Ge("9781404593022"), sql: "isbn >= '9781404593022'"},
		{name: "Between", c: models.Books.ISBN.Between("9781400316762", "9781400395958"), sql: "id IN (4, 5)"},
		{name: "In", c: title.In("Ebb", "星の海図", "Le Port de l'Aube", `"`, `\`, "", "\n"), sql: "id IN (39, 54, 23)"},
		{name: "In of digits", c: models.Books.ISBN.In("9781400079193", "9781400079193.0"), sql: "id = 1"},
		{name: "In of nothing", c: title.In(), sql: "1 = 0", none: true},
		{name: "NotIn", c: title.NotIn("Ebb", "星の海図"), sql: "id NOT IN (39, 54)"},
		{name: "NULLs and Ne", c: subtitle.Ne("Poems"), sql: "subtitle <> 'Poems'"},
		{name: "NULLs and NotIn", c: subtitle.NotIn("Poems"), sql: "subtitle NOT IN ('Poems')"},
		{name: "NULLs and NotIn of nothing", c: subtitle.NotIn(), sql: "subtitle IS NOT NULL"},
		{name: "NULLs and Gt", c: subtitle.Gt(""), sql: "subtitle > ''"},
		{name: "IsNull", c: subtitle.IsNull(), sql: "subtitle IS NULL"},
	})
	// In of very many.
	many := make([]string, 50_000)
	for i := range many {
		many[i] = fmt.Sprint("978", i)
	}
	many[40_000] = "9781400316762"
	try(e, books, []trial[models.Book]{{name: "In of 50,000", c: models.Books.ISBN.In(many...), sql: "id = 4"}})
}

// asciiLower knows no other letters than SQLite does.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// textMatches checks each match against the same in Go, over all titles and subtitles.
func textMatches(e *env) {
	lower := strings.ToLower
	if e.db.Driver().Dialect().Name() == "SQLite" {
		lower = asciiLower
	}
	kinds := []struct {
		name string
		c    func(*query.Text[models.Book], string) query.Condition[models.Book]
		in   func(s, part string) bool
	}{
		{"Contains", func(c *query.Text[models.Book], v string) query.Condition[models.Book] { return c.Contains(v) }, strings.Contains},
		{"StartsWith", func(c *query.Text[models.Book], v string) query.Condition[models.Book] { return c.StartsWith(v) }, strings.HasPrefix},
		{"EndsWith", func(c *query.Text[models.Book], v string) query.Condition[models.Book] { return c.EndsWith(v) }, strings.HasSuffix},
		{"IContains", func(c *query.Text[models.Book], v string) query.Condition[models.Book] { return c.IContains(v) }, func(s, part string) bool { return strings.Contains(lower(s), lower(part)) }},
		{"IExact", func(c *query.Text[models.Book], v string) query.Condition[models.Book] { return c.IExact(v) }, func(s, part string) bool { return lower(s) == lower(part) }},
	}
	parts := []string{
		"", "Go", "GO", "go", "The", "e", "s", "%", "_", "_ and %", "0%", "'", "l'A", `"`, "?", "Q?", `\`, ".", "*", "[a-z]",
		"星", "星の海図", "図", "é", "É", "cluses", "ä", "\x00", "ebb", "Ebb", "EBB", "Ebbb", "POEMS", "Poems", "Ein Jahr auf dem Hochsitz, und mehr",
	}
	columns := []struct {
		name   string
		column *query.Text[models.Book]
	}{{"title", models.Books.Title}, {"subtitle", models.Books.Subtitle}}
	for _, col := range columns {
		rows := e.raw("SELECT id, " + col.name + " FROM books ORDER BY id")
		for _, k := range kinds {
			for _, part := range parts {
				if q := models.Books.Using(e.s).Filter(k.c(col.column, part)); part == "\x00" && e.db.Driver().Dialect().Name() == "Postgres" {
					_, err := ask(e, q.All, q.AllAsync) // which has no such text
					require.ErrorContains(e, err, "zero byte")
					continue
				}
				want := []int64{}
				for _, r := range rows {
					if s, ok := r[1].(string); ok && k.in(s, part) {
						want = append(want, r[0].(int64))
					}
				}
				for _, not := range []bool{false, true} {
					q := models.Books.Using(e.s).Filter(k.c(col.column, part)).OrderBy(models.Books.ID.Asc())
					if not {
						q = models.Books.Using(e.s).Exclude(k.c(col.column, part)).OrderBy(models.Books.ID.Asc())
					}
					got := []int64{}
					for _, b := range must(e, q.Only().All, q.Only().AllAsync) {
						got = append(got, b.ID)
					}
					if not {
						require.Len(e, got, len(rows)-len(want), "Exclude of %s.%s(%q)", col.name, k.name, part)
						continue
					}
					require.Equal(e, want, got, "%s.%s(%q)", col.name, k.name, part)
				}
			}
		}
	}
}

func textLike(e *env) {
	title := models.Books.Title
	try(e, books, []trial[models.Book]{
		{name: "any text", c: title.Like("%Go%"), sql: "id IN (1, 2, 5, 6, 7, 9, 41, 57)"},
		{name: "case is told apart", c: title.Like("ebb"), sql: "1 = 0", none: true},
		{name: "one character", c: title.Like("E_b"), sql: "id = 39"},
		{name: "one character beyond ASCII", c: title.Like("_の海_"), sql: "id = 54"},
		{name: "no wildcard", c: title.Like("Ebb"), sql: "id = 39"},
		{name: "other databases' wildcards are none", c: title.Like("*[E]?"), sql: "1 = 0", none: true},
		{name: "NULLs", c: models.Books.Subtitle.Like("%"), sql: "subtitle IS NOT NULL"},
	})
}

func textRegex(e *env) {
	try(e, books, []trial[models.Book]{
		{name: "somewhere", c: models.Books.Title.Regex("Go"), sql: "id IN (1, 2, 5, 6, 7, 9, 41, 57)"},
		{name: "anchored", c: models.Books.Title.Regex("^E.b$"), sql: "id = 39"},
		{name: "NULLs", c: models.Books.Subtitle.Regex("^"), sql: "subtitle IS NOT NULL"},
	})
}
