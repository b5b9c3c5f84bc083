package query_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed83105465/duet/query"
)

// TestNullJSON writes Nulls and reads them back: into a zero one, and into one that held something else.
func TestNullJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		roundTrip(t, rapid.Int64(), rapid.Int64().Draw(t, "old"))
		roundTrip(t, rapid.String(), "old")
		roundTrip(t, rapid.Bool(), true)
		roundTrip(t, rapid.Map(rapid.Int64Range(0, 4e9), func(s int64) time.Time { return time.Unix(s, 0).UTC() }), time.Now().UTC())
	})
}

func roundTrip[T comparable](t *rapid.T, values *rapid.Generator[T], old T) {
	in := query.Null[T]{}
	if rapid.Bool().Draw(t, "valid") {
		in = query.Some(values.Draw(t, "value"))
	}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := json.Marshal(in.V)
	if want := string(plain); in.Valid && string(b) != want || !in.Valid && string(b) != "null" {
		t.Fatalf("%v is written as %s", in, b)
	}
	for _, out := range []query.Null[T]{{}, query.Some(old)} {
		if err := json.Unmarshal(b, &out); err != nil || out != in {
			t.Fatalf("%s is read as %v (%v), want %v", b, out, err, in)
		}
	}
}

// TestNullJSONInside shows Nulls as fields: absent, null, given, and of the wrong type.
func TestNullJSONInside(t *testing.T) {
	t.Parallel()
	type row struct {
		A query.Null[int64]           `json:"a"`
		B query.Null[[]byte]          `json:"b"`
		C query.Null[json.RawMessage] `json:"c"`
		D query.Null[string]          `json:"d,omitzero"`
	}
	var r row
	if err := json.Unmarshal([]byte(`{"a": 3, "b": "AAE=", "c": {"x": [1, null]}}`), &r); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(r)
	if want := `{"a":3,"b":"AAE=","c":{"x":[1,null]}}`; err != nil || string(b) != want {
		t.Errorf("got %s (%v), want %s", b, err, want)
	}
	if err := json.Unmarshal([]byte(`{"a": null, "b": null, "c": null}`), &r); err != nil || r.A.Valid || r.B.Valid || r.C.Valid || r.A.V != 0 {
		t.Errorf("after nulls: %+v (%v)", r, err)
	}
	kept := row{A: query.Some(int64(7))}
	if err := json.Unmarshal([]byte(`{"a": "x"}`), &kept); err == nil || kept.A != query.Some(int64(7)) {
		t.Errorf("a text for a number: %v, and the field is %+v", err, kept.A)
	}
}

// TestNullMethods shows the ways to read one.
func TestNullMethods(t *testing.T) {
	t.Parallel()
	none, some := query.Null[int]{}, query.Some(3)
	if v, ok := none.Get(); ok || v != 0 || none.Or(9) != 9 || none.String() != "" {
		t.Errorf("none: %d, %t, %d, %q", v, ok, none.Or(9), none.String())
	}
	if v, ok := some.Get(); !ok || v != 3 || some.Or(9) != 3 || some.String() != "3" {
		t.Errorf("some: %d, %t, %d, %q", v, ok, some.Or(9), some.String())
	}
}
