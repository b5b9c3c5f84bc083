package query_test

import (
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
