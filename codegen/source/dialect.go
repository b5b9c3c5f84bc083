package source

import (
	"regexp"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// The words that only one of the databases has, in what is no text in quotes and no comment.
var (
	postgresWords = regexp.MustCompile(`(?i)\b(small|big)?serial\b|\btimestamptz\b|\bjsonb\b|\bbytea\b|\bpg_catalog\b|\bcreate\s+(extension|type|domain|sequence|schema)\b` +
		`|\balter\s+table\s+only\b|\bcomment\s+on\b|\bset\s+search_path\b|\bas\s+identity\b|\bcreate\s+(or\s+replace\s+)?(function|materialized)\b|\blanguage\s+plpgsql\b` +
		`|\busing\s+(btree|gin|gist|hash|brin)\b|::|\$\w*\$`)
	sqliteWords = regexp.MustCompile("(?i)\\bautoincrement\\b|\\bwithout\\s+rowid\\b|\\bpragma\\b|\\bcreate\\s+virtual\\s+table\\b|\\)\\s*strict\\b|`")
	// quotes are what is taken out before: comments, and texts and names in quotes.
	quotes = regexp.MustCompile(`(?s)--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"`)
)

// Dialect tells which database SQL was written for, false if it does not tell: nothing in it is of one database alone, or something of
// each.
func Dialect(files []Source) (schema.Dialect, bool) {
	var postgres, sqlite bool
	for _, f := range files {
		// A dump's rows would take long, and tell nothing.
		text, _, _ := strings.Cut(f.Text, "FROM stdin;")
		text = quotes.ReplaceAllString(text, " ")
		postgres = postgres || postgresWords.MatchString(text)
		sqlite = sqlite || sqliteWords.MatchString(text)
	}
	switch {
	case postgres == sqlite:
		return "", false
	case postgres:
		return schema.Postgres, true
	}
	return schema.SQLite, true
}
