package postgres

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	pg "github.com/sqlc-dev/oliphant"
)

// qname is a name and the namespace it is in.
type qname struct{ namespace, name string }

// maxName is the most bytes of a name; what is longer is cut.
const maxName = 63

// objectName joins names as Postgres does for what a person did not name: "books", "author_id", "fkey" give books_author_id_fkey. The longer of the
// first two is cut first where the whole is too long; second may be "".
func objectName(first, second, label string) string {
	overhead := len(label) + 1
	if second != "" {
		overhead++
	}
	n, m := len(first), len(second)
	for n+m > maxName-overhead {
		if n > m {
			n--
		} else {
			m--
		}
	}
	parts := []string{clip(first, n)}
	if second != "" {
		parts = append(parts, clip(second, m))
	}
	return strings.Join(append(parts, label), "_")
}

// clip cuts a text to at most so many bytes without cutting a character.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// freeName gives the first of name, name1, name2 ... that is not taken, where the number goes into the label.
func freeName(first, second, label string, taken func(string) bool) string {
	name := objectName(first, second, label)
	for n := 1; taken(name); n++ {
		name = objectName(first, second, fmt.Sprintf("%s%d", label, n))
	}
	return name
}

// joinedColumns is what the columns add to the name of a key or an index: "a_b", as far as it has a place in a name.
func joinedColumns(columns []string) string {
	joined := strings.Join(columns, "_")
	if len(joined) > maxName {
		return clip(joined, maxName)
	}
	return joined
}

// quoteIdent puts a name into double quotes where SQL needs them, as quote_ident does.
func quoteIdent(name string) string {
	plain := name != "" && !keywords[name]
	for i := 0; i < len(name) && plain; i++ {
		c := name[i]
		plain = c >= 'a' && c <= 'z' || c == '_' || i > 0 && isDigit(c)
	}
	if plain {
		return name
	}
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

// keywords are the words of SQL that are no names without quotes.
var keywords = func() map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(`all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
		character check coalesce collate collation column concurrently constraint create cross current_catalog current_date current_role current_schema
		current_time current_timestamp current_user dec decimal default deferrable desc distinct do else end except exists extract false fetch float for
		foreign freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join
		lateral leading least left like limit localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric offset on
		only or order out outer overlaps overlay placing position precision primary real references returning right row select session_user setof similar
		smallint some substring symmetric table tablesample then time timestamp to trailing treat trim true union unique user using values varchar
		variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize
		xmltable`) {
		all[word] = true
	}
	return all
}()

// nameOf gives the namespace, "" without one, and the name of a list of names in a syntax tree. A database before them is left out.
func nameOf(list []*pg.Node) qname {
	texts := strs(list)
	switch n := len(texts); n {
	case 0:
		return qname{}
	case 1:
		return qname{"", texts[0]}
	default:
		return qname{texts[n-2], texts[n-1]}
	}
}

// strs gives the texts of a list of names.
func strs(list []*pg.Node) []string {
	var all []string
	for _, n := range list {
		if s := n.GetString_(); s != nil {
			all = append(all, s.Sval)
		}
	}
	return all
}

// rangeName gives the name of a table as it is written.
func rangeName(r *pg.RangeVar) qname {
	return qname{r.GetSchemaname(), r.GetRelname()}
}

// compareNames orders names by their namespaces, then by themselves.
func compareNames(a, b qname) int {
	return cmp.Or(cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.name, b.name))
}
