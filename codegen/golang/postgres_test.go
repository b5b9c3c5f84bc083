package golang_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/schema"
)

// postgresTable is a schema of one table t in Postgres, with a key and the columns.
func postgresTable(columns ...*schema.Column) *schema.Schema {
	id := &schema.Column{Name: "id", Type: schema.Type{Kind: schema.KindInt64, Declared: "bigint"}, Identity: schema.IdentityByDefault}
	return &schema.Schema{Dialect: schema.Postgres, Default: "public", Tables: []*schema.Table{{
		Schema: "public", Name: "t", Kind: schema.KindTable, Dialect: schema.Postgres,
		Columns: append([]*schema.Column{id}, columns...), PrimaryKey: &schema.PrimaryKey{Columns: []string{"id"}},
	}}}
}

func kind(k schema.TypeKind, declared string) schema.Type {
	return schema.Type{Kind: k, Declared: declared}
}

func of(k schema.TypeKind, declared string, elem schema.Type) schema.Type {
	t := schema.Type{Kind: k, Declared: declared, Elem: &elem}
	if k == schema.KindArray {
		t.Dims = 1
	}
	return t
}

// squeezed is Go without what gofmt aligns by.
func squeezed(text string) string { return strings.Join(strings.Fields(text), " ") }

// TestTypesOfPostgres: what each type is in Go, what makes its column, and its name for casts.
func TestTypesOfPostgres(t *testing.T) {
	t.Parallel()
	mood := &schema.Enum{Schema: "public", Name: "mood", Values: []string{"sad"}, Origin: schema.EnumFromType}
	odd := &schema.Enum{Schema: "Odd\"", Name: "my mood", Values: []string{"sad"}, Origin: schema.EnumFromType}
	integer := kind(schema.KindInt32, "integer")
	grid := of(schema.KindArray, "integer[]", integer)
	grid.Dims = 2
	positive := schema.Type{Kind: schema.KindInt32, Declared: "positive", Domain: &schema.Domain{Schema: "public", Name: "positive", Type: integer}}
	for _, test := range []struct {
		typ                   schema.Type
		goType, makes, castTo string
	}{
		{kind(schema.KindInt16, "smallint"), "int64", " C *query.Int[T]", "smallint"},
		{integer, "int64", " C *query.Int[T]", "integer"},
		{kind(schema.KindInt64, "bigint"), "int64", " C *query.Int[T]", ""},
		{kind(schema.KindFloat32, "real"), "float64", " C *query.Float[T]", "real"},
		{kind(schema.KindFloat64, "double precision"), "float64", " C *query.Float[T]", ""},
		{kind(schema.KindDecimal, "numeric(10,2)"), "decimal.Decimal", " C *query.Scalar[T, decimal.Decimal]", ""},
		{kind(schema.KindMoney, "money"), "string", " C *query.Text[T]", "money"},
		{kind(schema.KindText, "text"), "string", " C *query.Text[T]", ""},
		{kind(schema.KindText, "character varying(50)"), "string", " C *query.Text[T]", ""},
		{kind(schema.KindText, "character(3)"), "string", " C *query.Text[T]", "bpchar"},
		{kind(schema.KindText, `"char"`), "string", " C *query.Text[T]", `"char"`},
		{kind(schema.KindText, "name"), "string", " C *query.Text[T]", "name"},
		{kind(schema.KindCIText, "citext"), "string", " C *query.Text[T]", "citext"},
		{kind(schema.KindCIText, "extensions.citext"), "string", " C *query.Text[T]", "extensions.citext"},
		{kind(schema.KindBit, "bit(5)"), "string", " C *query.Text[T]", `"bit"`},
		{kind(schema.KindBit, "bit varying(5)"), "string", " C *query.Text[T]", "bit varying"},
		{kind(schema.KindBytes, "bytea"), "[]byte", " C *query.Bytes[T]", ""},
		{schema.Type{Kind: schema.KindTimestamp, Declared: "timestamp with time zone", Zone: true}, "time.Time", " C *query.Time[T]", ""},
		{kind(schema.KindTimestamp, "timestamp(3) without time zone"), "time.Time", " C *query.Time[T]", "timestamp without time zone"},
		{kind(schema.KindDate, "date"), "time.Time", " C *query.Date[T]", ""},
		{kind(schema.KindTime, "time without time zone"), "string", " C *query.Text[T]", "time without time zone"},
		{kind(schema.KindInterval, "interval(3)"), "query.Interval", " C *query.Scalar[T, query.Interval]", "interval"},
		{kind(schema.KindUUID, "uuid"), "uuid.UUID", " C *query.Scalar[T, uuid.UUID]", ""},
		{kind(schema.KindJSON, "json"), "json.RawMessage", " C *query.JSON[T]", "json"},
		{kind(schema.KindJSONB, "jsonb"), "json.RawMessage", " C *query.JSON[T]", ""},
		{kind(schema.KindXML, "xml"), "string", " C *query.Text[T]", "xml"},
		{kind(schema.KindInet, "inet"), "netip.Prefix", "&query.Coded[T, netip.Prefix]{Coding: query.InetCoding()}", "inet"},
		{kind(schema.KindCIDR, "cidr"), "netip.Prefix", "&query.Coded[T, netip.Prefix]{Coding: query.CIDRCoding()}", "cidr"},
		{kind(schema.KindMacaddr, "macaddr8"), "string", " C *query.Text[T]", "macaddr8"},
		{kind(schema.KindHstore, "hstore"), "query.Hstore", "&query.Coded[T, query.Hstore]{Coding: query.HstoreCoding()}", "hstore"},
		{kind(schema.KindTSQuery, "tsquery"), "string", " C *query.Text[T]", "tsquery"},
		{kind(schema.KindOID, "regclass"), "string", " C *query.Text[T]", "regclass"},
		{kind(schema.KindGeometry, "public.geometry(Point,4326)"), "string", " C *query.Text[T]", "public.geometry"},
		{kind(schema.KindUnknown, `public."my type"(3)`), "string", " C *query.Text[T]", `public."my type"`},
		{kind(schema.KindUnknown, `x; DROP TABLE t`), "string", " C *query.Text[T]", ""},
		{kind(schema.KindUnknown, `"a"b"`), "string", " C *query.Text[T]", ""},
		{kind(schema.KindUnknown, "Größe"), "string", " C *query.Text[T]", `"größe"`},
		{schema.Type{Kind: schema.KindComposite, Declared: "address", Composite: &schema.Composite{Schema: "public", Name: "address"}}, "string", " C *query.Text[T]", `"address"`},
		{schema.Type{Kind: schema.KindEnum, Declared: "mood", Enum: mood}, "Mood", " C *query.Enum[T, Mood]", `"mood"`},
		{schema.Type{Kind: schema.KindEnum, Declared: `"Odd"""."my mood"`, Enum: odd}, "MyMood", " C *query.Enum[T, MyMood]", `"Odd"""."my mood"`},
		{of(schema.KindArray, "mood[]", schema.Type{Kind: schema.KindEnum, Declared: "mood", Enum: mood}), "[]Mood", "query.ArrayCoding(query.EnumCoding[Mood]())", `"mood"[]`},
		{of(schema.KindArray, "character varying(5)[]", kind(schema.KindText, "character varying(5)")), "[]string", "query.ArrayCoding(query.TextCoding())", "character varying[]"},
		{grid, "[][]int64", "query.ArrayCoding(query.ArrayCoding(query.IntCoding()))", "integer[]"},
		{of(schema.KindArray, "positive[]", positive), "[]int64", "query.ArrayCoding(query.IntCoding())", `"positive"[]`},
		{of(schema.KindArray, "box[]", kind(schema.KindGeometry, "box")), "string", " C *query.Text[T]", "box[]"},
		{positive, "int64", " C *query.Int[T]", "integer"},
		{of(schema.KindRange, "int4range", integer), "query.Range[int64]", "query.RangeCoding(query.IntCoding())", "int4range"},
		{of(schema.KindRange, "numrange", kind(schema.KindDecimal, "numeric")), "query.Range[decimal.Decimal]", "query.RangeCoding(query.ScalarCoding[decimal.Decimal]())", "numrange"},
		{of(schema.KindMultirange, "datemultirange", kind(schema.KindDate, "date")), "[]query.Range[time.Time]", "query.MultirangeCoding(query.DateCoding())", "datemultirange"},
		{of(schema.KindArray, "daterange[]", of(schema.KindRange, "daterange", kind(schema.KindDate, "date"))), "[]query.Range[time.Time]", "query.ArrayCoding(query.RangeCoding(query.DateCoding()))", "daterange[]"},
	} {
		t.Run(test.typ.Declared, func(t *testing.T) {
			t.Parallel()
			text := squeezed(generate(t, postgresTable(&schema.Column{Name: "c", Type: test.typ}))["t.go"])
			require.Contains(t, text, " C "+test.goType+" `json:\"c\"`")
			require.Contains(t, text, test.makes)
			if test.castTo == "" {
				require.NotContains(t, text, "Cast:")
			} else {
				require.Contains(t, text, fmt.Sprintf("Cast: %q}", test.castTo))
			}
			text = squeezed(generate(t, postgresTable(&schema.Column{Name: "c", Type: test.typ, Null: true}))["t.go"])
			require.Contains(t, text, " C orm.Null["+test.goType+"] `json:\"c\"`")
		})
	}
}

// TestWrittenByTheDatabase: what no insert and no update may have, and what an insert may leave out.
func TestWrittenByTheDatabase(t *testing.T) {
	t.Parallel()
	number := kind(schema.KindInt64, "bigint")
	some, next := "1", "nextval('other_seq'::regclass)"
	s := postgresTable(
		&schema.Column{Name: "always", Type: number, Identity: schema.IdentityAlways},
		&schema.Column{Name: "serial", Type: number, Identity: schema.IdentitySerial},
		&schema.Column{Name: "next", Type: number, Default: &next},
		&schema.Column{Name: "sum", Type: number, Generated: &schema.Generated{Expr: "1", Stored: true}},
		&schema.Column{Name: "search", Type: kind(schema.KindTSVector, "tsvector")},
		&schema.Column{Name: "some", Type: number, Default: &some},
		&schema.Column{Name: "tags", Type: of(schema.KindArray, "text[]", kind(schema.KindText, "text")), Default: &some},
		&schema.Column{Name: "domain", Type: schema.Type{Kind: schema.KindInt64, Declared: "d", Domain: &schema.Domain{Schema: "public", Name: "d", Type: number, Default: &some}}},
	)
	text := generate(t, s)["t.go"]
	for _, want := range []string{
		"Key: []int{0}, Identity: 0",
		`{Name: "id", Field: "ID", Type: query.IntType, Default: true}`,
		`{Name: "always", Field: "Always", Type: query.IntType, ReadOnly: true}`,
		`{Name: "serial", Field: "Serial", Type: query.IntType, Default: true, Numbered: true}`,
		`{Name: "next", Field: "Next", Type: query.IntType, Default: true, Numbered: true}`,
		`{Name: "sum", Field: "Sum", Type: query.IntType, ReadOnly: true}`,
		`{Name: "search", Field: "Search", Type: query.UnknownType, ReadOnly: true, Cast: "tsvector"}`,
		`{Name: "some", Field: "Some", Type: query.IntType, Default: true}`,
		`return orm.CodedOrDefault(Ts.Tags.Coding, m.Tags)`,
		`{Name: "domain", Field: "Domain", Type: query.IntType, Default: true}`,
	} {
		require.Contains(t, text, want)
	}
	asked := golang.Options{Package: "models", Columns: []golang.ColumnOption{{Column: "t.search", Type: golang.GoType{Kind: schema.KindText}}}}
	files, _, err := golang.Generate(s, asked)
	require.NoError(t, err)
	require.Contains(t, string(files[1].Content), `{Name: "search", Field: "Search", Type: query.TextType, Cast: "tsvector"}`, "a tsvector that the program writes")
}

// TestDomains: a column of a domain is checked as the domain says.
func TestDomains(t *testing.T) {
	t.Parallel()
	column := func(name string, base schema.Type, checks ...string) *schema.Column {
		d := &schema.Domain{Schema: "public", Name: name + "_domain", Type: base}
		for _, check := range checks {
			d.Checks = append(d.Checks, &schema.Check{Expr: check})
		}
		base.Declared, base.Domain = d.Name, d
		return &schema.Column{Name: name, Type: base}
	}
	text := kind(schema.KindText, "text")
	long := schema.Type{Kind: schema.KindText, Declared: "character varying(20)", Length: 20}
	s := postgresTable(
		column("year", kind(schema.KindInt32, "integer"), "((VALUE >= 1901) AND (VALUE <= 2155))"),
		column("color", text, "VALUE IN ('red', 'it''s')"),
		column("short", long, "length((VALUE)::text) <= 10", "(VALUE)::text <> ''::text"),
		column("odd", text, "VALUE ~ '^x'"),
		column("value", kind(schema.KindInt32, "integer"), "VALUE > 0 OR VALUE = -1"),
	)
	got := generate(t, s)["t.go"]
	for _, want := range []string{
		`{Column: 1, Op: query.OpGe, Value: query.IntArg(1901), Text: "((VALUE >= 1901) AND (VALUE <= 2155))"}`,
		`{Column: 1, Op: query.OpLe, Value: query.IntArg(2155), Text:`,
		`{Name: "color", Field: "Color", Type: query.TextType, OneOf: []string{"red", "it's"}}`,
		`{Name: "short", Field: "Short", Type: query.TextType, MaxLen: 10}`,
		`{Column: 3, Op: query.OpNe, Value: query.TextArg(""), Text:`,
	} {
		require.Contains(t, got, want)
	}
	require.Equal(t, 3, strings.Count(got, "{Column: "), got)
}

// TestEnumsOfOneName: two types of one name in two schemas are two types in Go, in whatever order they come.
func TestEnumsOfOneName(t *testing.T) {
	t.Parallel()
	enum := func(namespace string) *schema.Enum {
		return &schema.Enum{Schema: namespace, Name: "status", Values: []string{"new", "", "a-b", "a b", "Ü"}, Origin: schema.EnumFromType}
	}
	a, b, c := enum("public"), enum("auth"), enum("audit")
	column := func(name string, e *schema.Enum) *schema.Column {
		return &schema.Column{Name: name, Type: schema.Type{Kind: schema.KindEnum, Declared: e.Schema + ".status", Enum: e}}
	}
	s := postgresTable(column("x", b), column("y", a), column("z", c))
	s.Enums = []*schema.Enum{b, a, c}
	files := generate(t, s)
	for _, want := range []string{"type Status string", "type AuthStatus string", "type AuditStatus string", "AuthStatusEmpty AuthStatus = \"\"", "StatusAMinusB Status = \"a-b\""} {
		require.Contains(t, squeezed(files["enums.go"]), want)
	}
	require.Contains(t, files["t.go"], `Cast: "\"auth\".\"status\""`)
}

// TestNullElements: the option for arrays whose elements may be NULL.
func TestNullElements(t *testing.T) {
	t.Parallel()
	s := postgresTable(&schema.Column{Name: "tags", Type: of(schema.KindArray, "text[]", kind(schema.KindText, "text"))})
	option := func(column string) golang.Options {
		return golang.Options{Package: "models", Columns: []golang.ColumnOption{{Column: column, NullElements: true}}}
	}
	files, _, err := golang.Generate(s, option("t.tags"))
	require.NoError(t, err)
	text := squeezed(string(files[1].Content))
	require.Contains(t, text, "Tags []orm.Null[string] `json")
	require.Contains(t, text, "query.ArrayCoding(query.NullCoding(query.TextCoding()))")
	_, _, err = golang.Generate(s, option("t.id"))
	require.ErrorContains(t, err, "column t.id is not read as an array")
}
