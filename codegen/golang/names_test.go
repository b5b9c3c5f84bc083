package golang

import (
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIdentifier(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"id": "ID", "ID": "ID", "Id": "ID", "id2": "ID2", "ID2": "ID2", "author_id": "AuthorID", "AlbumId": "AlbumID", "albumid": "Albumid",
		"order_items": "OrderItems", "Order Details": "OrderDetails", "unit-price": "UnitPrice", "ORDER_ID": "OrderID", "HTTPServer": "HTTPServer",
		"http_url": "HTTPURL", "apiKeys": "APIKeys", "api_ids": "APIIDs", "URLs": "URLs", "isbn13": "ISBN13", "ISBN13Code": "ISBN13Code",
		"ipv4": "IPv4", "oauth_token": "OAuthToken", "2fa": "X2fa", "line_1_2": "Line1_2", "line_12": "Line12", "address2line": "Address2line",
		"type": "Type", "func": "Func", "größe": "Größe", "題名": "X題名", "ärzte": "Ärzte", "ё": "Ё", "cafe\u0301": "Cafe", "customer's": "Customers",
		"%": "Percent", "a%": "A", "": "Unnamed", "__": "UnderscoreUnderscore", "☃": "U2603", "\xff": "Unnamed", "_x": "X", "ǆungla": "Ǆungla",
	} {
		assert.Equal(t, want, Identifier(name), "%q", name)
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for many, one := range map[string]string{
		"books": "book", "categories": "category", "addresses": "address", "statuses": "status", "buses": "bus", "boxes": "box", "people": "person",
		"children": "child", "men": "man", "women": "woman", "salespeople": "salesperson", "analyses": "analysis", "crises": "crisis", "bases": "base",
		"houses": "house", "warehouses": "warehouse", "causes": "cause", "responses": "response", "databases": "database", "caches": "cache",
		"matches": "match", "branches": "branch", "dishes": "dish", "classes": "class", "processes": "process", "sizes": "size", "quizzes": "quiz",
		"movies": "movie", "cookies": "cookie", "ties": "tie", "days": "day", "keys": "key", "heroes": "hero", "photos": "photo", "shoes": "shoe",
		"leaves": "leaf", "shelves": "shelf", "wolves": "wolf", "moves": "move", "drives": "drive", "indexes": "index", "matrices": "matrix",
		"vertices": "vertex", "criteria": "criterion", "aliases": "alias", "lenses": "lens", "gases": "gas", "menus": "menu", "taxis": "taxi",
		"viruses": "virus", "campuses": "campus", "invoices": "invoice", "taxes": "tax", "epochs": "epoch", "ids": "id", "urls": "url", "apis": "api",
		"schemas": "schema", "editions": "edition", "authors": "author", "prices": "price", "files": "file", "times": "time", "uses": "use",
	} {
		assert.Equal(t, one, singular(many), "singular of %q", many)
		assert.Equal(t, many, plural(one), "plural of %q", one)
		assert.Equal(t, one, singular(one), "%q is singular", one)
	}
	for _, word := range []string{"news", "media", "data", "series", "metadata", "information", "equipment", "software", "dns", "sms"} {
		assert.Equal(t, word, singular(word))
		assert.Equal(t, word, plural(word))
	}
	for many, one := range map[string]string{"indices": "index", "schemata": "schema", "axes": "axis"} {
		assert.Equal(t, one, singular(many))
	}
}

// TestPluralsAreDetermined: a singular that irregular has twice must say which plural it wants, or the order of a map decides.
func TestPluralsAreDetermined(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for many, one := range irregular {
		if other, twice := seen[one]; twice {
			assert.Contains(t, preferred, one, "%q has the plurals %q and %q", one, many, other)
		}
		seen[one] = many
	}
}

func TestValueNames(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"Draft", "OutOfPrint", "1", "Empty"}, valueNames([]string{"draft", "out_of_print", "1", ""}))
	assert.Equal(t, []string{"APlus", "A", "AMinus"}, valueNames([]string{"A+", "A", "A-"}))
	assert.Equal(t, []string{"A", "A_2", "ASpaceB", "AMinusB"}, valueNames([]string{"A", "a", "a b", "a-b"}))
	assert.Equal(t, []string{"X", "Y"}, valueNames([]string{"x", "y"}))
}

func TestFiles(t *testing.T) {
	t.Parallel()
	for name, valid := range map[string]bool{
		"books.go": true, "order_items.go": true, "linux.go": true, "書.go": true, "books_test.go": false, "a_linux.go": false, "a_linux_amd64.go": false,
		"a_arm64.go": false, "_a.go": false, ".a.go": false, "a.txt": false, ".go": false, "a/b.go": false, `a\b.go`: false, "": false,
	} {
		assert.Equal(t, valid, validFile(name), "%q", name)
	}
	assert.LessOrEqual(t, len(fileStem([]string{strings.Repeat("書", 300)})), 120)
}

// FuzzIdentifier: whatever a table or column is called, its name is an exported identifier, and stays so as a singular and a plural.
func FuzzIdentifier(f *testing.F) {
	for _, seed := range []string{"order_items", "AlbumId", "", "%", "2fa", "題名", "a\x00b", "\xff\xfe", "ǆ", "APIs", "e\u0301", "ß", "ŉ", "ﬁ", "١٢", "Ⅷ", "ª"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		words := wordsOf(strings.ToValidUTF8(name, ""))
		for _, got := range []string{Identifier(name), camel(singularOf(words)), camel(pluralOf(words)), "E" + valueNames([]string{name})[0]} {
			if !token.IsIdentifier(got) || !token.IsExported(got) {
				t.Fatalf("%q becomes %q, which is no exported identifier", name, got)
			}
		}
		if two := valueNames([]string{name, name + "!", "a", "A"}); len(setOf(strings.Join(two, " "))) != 4 {
			t.Fatalf("%q: values have the same names: %q", name, two)
		}
		if stem := fileStem(words); stem == "" || strings.ContainsAny(stem, "/\\\x00") || stem[0] == '.' || stem[0] == '_' {
			t.Fatalf("%q has the file %q", name, stem)
		}
		if capital := oneLine(name); strings.ContainsAny(capital, "\n\r\x00") {
			t.Fatalf("%q in a comment is %q", name, capital)
		}
	})
}
