package query_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed83105465/duet/query"
)

// TestPostgresUnnest is about how a list of values becomes rows: by an array that assignment casts take to the column's
// type, which refuse what does not fit, or as text and a cast.
func TestPostgresUnnest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		typ               query.Type
		cast, list, value string
	}{
		{query.IntType, "", "{v}::bigint[]", "{x}"},
		{query.IntType, "smallint", "{v}::bigint[]", "{x}"},
		{query.TextType, "bpchar", "{v}::text[]", "{x}"},
		{query.TextType, "xml", "{v}::text[]", "{x}::xml"},
		{query.TextType, `"bit"`, "{v}::text[]", `{x}::"bit"`},
		{query.TimestampType, "timestamp without time zone", "{v}::timestamp with time zone[]", "{x}"},
		{query.TimeOfDayType, "time with time zone", "{v}::text[]", "{x}::time with time zone"},
		{query.JSONType, "json", "{v}::text[]", "{x}::json"},
		{query.JSONType, "jsonb", "{v}::jsonb[]", "{x}"},
		{query.EnumType, `shop."Mood?"`, "{v}::text[]", `{x}::shop."Mood??"`},
		{query.TextType, "text[]", "{v}::text[]", "{x}::text[]"},
		{query.IntType, "integer[]", "{v}::text[]", "{x}::integer[]"},
		{query.UnknownType, "", "{v}::text[]", "{x}"},
	} {
		list, value := query.Postgres.Unnest(&query.Column{Type: test.typ, Cast: test.cast})
		if diff := cmp.Diff([]string{test.list, test.value}, []string{list, value}); diff != "" {
			t.Errorf("%v %q (-want +got):\n%s", test.typ, test.cast, diff)
		}
	}
}

func TestPostgresTuples(t *testing.T) {
	t.Parallel()
	got := query.Postgres.InTuples([]*query.Column{{Type: query.IntType}, {Type: query.EnumType, Cast: "mood"}})
	want := "({x}) IN (SELECT u.c0, u.c1::mood FROM unnest({0}::bigint[], {1}::text[]) AS u (c0, c1))"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestPostgresCompared is about arguments that need to be told their type: those compared with types that people made, and
// no others, such as the length of a text of such a type.
func TestPostgresCompared(t *testing.T) {
	t.Parallel()
	table := &query.Table{Name: "people", Model: "Person", Var: "models.People", Columns: []query.Column{
		{Name: "address", Field: "Address", Cast: `"address"`},
		{Name: "host", Field: "Host", Cast: "inet"},
		{Name: "mood", Field: "Mood", Type: query.EnumType, Cast: `"mood"`},
		{Name: "tags", Field: "Tags", Cast: "text[]"},
	}}
	for i := range table.Columns {
		table.Columns[i].Table, table.Columns[i].Index = table, i
	}
	address, mood := text(&table.Columns[0]), &query.Enum[film, string]{Column: &table.Columns[2]}
	mood.Of(nil)
	tags := coded(&table.Columns[3], query.ArrayCoding(query.TextCoding()))
	for _, test := range []struct {
		condition query.Condition[film]
		want      string
	}{
		{address.Eq("(a)"), `t0."address" = $1::"address"`},
		{address.In("(a)", "(b)"), `t0."address" IN (SELECT v::"address" FROM unnest($1::text[]) AS v)`},
		{query.Coalesce(address, "(a)").Lt("(b)"), `coalesce(t0."address", $1) < $2::"address"`},
		{query.Length(address).Gt(3), `length(t0."address") > $1`},
		{query.Length(address).In(3, 4), `length(t0."address") = ANY($1)`},
		{mood.Eq("sad"), `t0."mood" = $1`},
		{tags.Eq([]string{"a"}), `t0."tags" = $1`},
	} {
		var sel query.Select
		sel.Table = table
		sel.Filter(test.condition.Node)
		plan, _, err := query.NewCache(query.Postgres, 0).Plan(&query.Statement{Kind: query.SelectCount, Select: sel}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, got, _ := strings.Cut(plan.SQL, " WHERE "); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
