package query_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed83105465/duet/query"
)

// anyValue draws a value of any kind, of few enough payloads that equal ones meet.
func anyValue(depth int) *rapid.Generator[query.Value] {
	return rapid.Custom(func(t *rapid.T) query.Value {
		text := rapid.SampledFrom([]string{"", "0", "1", "a", ":", "0:0:", "1:a", "\x00"}).Draw(t, "text")
		n := rapid.SampledFrom([]int64{0, 1, -1, 36, math.MaxInt64, math.MinInt64}).Draw(t, "number")
		at := time.Unix(n%1e10, rapid.SampledFrom([]int64{0, 1000, 999_999_000}).Draw(t, "nanoseconds")).UTC()
		kinds := 11
		if depth < 2 {
			kinds = 12
		}
		switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
		case 0:
			return query.NullArg()
		case 1:
			return query.IntArg(n)
		case 2:
			return query.FloatArg(rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, 1.5, math.NaN(), math.Inf(1)}).Draw(t, "float"))
		case 3:
			return query.BoolArg(n == 1)
		case 4:
			return query.TextArg(text)
		case 5:
			return query.BytesArg([]byte(text))
		case 6:
			return query.TimeArg(at)
		case 7:
			return query.DateArg(at)
		case 8:
			return query.DecimalArg(rapid.SampledFrom([]string{text, "1", "1.0", "1.50", "1.5", "-0.00", "10"}).Draw(t, "decimal"))
		case 9:
			return query.JSONArg([]byte(text))
		case 10:
			return query.UUIDArg(text)
		default:
			return query.ListArg(rapid.SliceOfN(anyValue(depth+1), 0, 3).Draw(t, "list"))
		}
	})
}

// TestValueKeys holds AppendKey to Equal: two values, or two sequences of values, have one key exactly when they are equal. Rows are
// stitched to their relations by these keys.
func TestValueKeys(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sequences := rapid.SliceOfN(rapid.SliceOfN(anyValue(0), 1, 2), 20, 20).Draw(t, "sequences")
		for _, a := range sequences {
			for _, b := range sequences {
				equal := slices.EqualFunc(a, b, query.Value.Equal)
				if same := key(a) == key(b); same != equal {
					t.Fatalf("(%s) and (%s): equal is %t, the keys are %q and %q", show(a), show(b), equal, key(a), key(b))
				}
			}
		}
	})
}

func key(vs []query.Value) string {
	var b []byte
	for _, v := range vs {
		b = v.AppendKey(b)
	}
	return string(b)
}

// TestValues shows what each kind holds, what is NULL, and that a value keeps a copy.
func TestValues(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("far", 14*3600)
	at := time.Date(2024, 2, 29, 1, 2, 3, 4000, zone)
	bytes := []byte("abc")
	copied := query.BytesArg(bytes)
	bytes[0] = 'x'
	tests := []struct {
		name string
		v    query.Value
		kind query.ValueKind
		text string
	}{
		{"zero", query.Value{}, query.NullValue, "NULL"},
		{"nil bytes", query.BytesArg(nil), query.NullValue, "NULL"},
		{"no bytes", query.BytesArg([]byte{}), query.BytesValue, "0 bytes"},
		{"nil document", query.JSONArg(nil), query.NullValue, "NULL"},
		{"JSON null", query.JSONArg([]byte("null")), query.JSONValue, `"null"`},
		{"bytes", copied, query.BytesValue, "3 bytes"},
		{"int", query.IntArg(-5), query.IntValue, "-5"},
		{"negative zero", query.FloatArg(math.Copysign(0, -1)), query.FloatValue, "-0"},
		{"bool", query.BoolArg(true), query.BoolValue, "true"},
		{"time", query.TimeArg(at), query.TimeValue, "2024-02-28T11:02:03.000004Z"},
		{"the day of its zone", query.DateArg(at), query.DateValue, "2024-02-29"},
		{"nil list", query.ListArg(nil), query.ListValue, "0 values"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.v.Kind() != test.kind || test.v.String() != test.text {
				t.Errorf("kind %d, %s; want %d, %s", test.v.Kind(), test.v, test.kind, test.text)
			}
			if test.v.IsNull() != (test.kind == query.NullValue) {
				t.Errorf("IsNull is %t", test.v.IsNull())
			}
		})
	}
	if copied.Text() != "abc" {
		t.Errorf("the value changed with the slice it was made of: %q", copied.Text())
	}
}

// TestNegativeZero: the argument keeps its sign, and is still the key that 0 is.
// One number is one key, whatever the zeros behind its point: a database keeps them, a type of Go may not.
func TestDecimalKeys(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{{"1.50", "1.5"}, {"0.00", "0"}, {"-0.0", "0"}, {"100.000", "100"}, {"-2.10", "-2.1"}} {
		a, b := query.DecimalArg(same[0]), query.DecimalArg(same[1])
		if !a.Equal(b) || string(a.AppendKey(nil)) != string(b.AppendKey(nil)) {
			t.Errorf("%s and %s are two keys", a, b)
		}
		if a.Text() != same[0] {
			t.Errorf("%s travels as %s", same[0], a.Text())
		}
	}
	for _, other := range [][2]string{{"100", "1"}, {"1.05", "1.5"}, {"1e10", "1e1"}, {"-1.0", "1.0"}, {"0.10", "0.01"}} {
		if a, b := query.DecimalArg(other[0]), query.DecimalArg(other[1]); a.Equal(b) || string(a.AppendKey(nil)) == string(b.AppendKey(nil)) {
			t.Errorf("%s and %s are one key", a, b)
		}
	}
}

// NaN is one key, whatever its bits: those of Go's are not those of a database's.
func TestNaNKeys(t *testing.T) {
	t.Parallel()
	a, b := query.FloatArg(math.NaN()), query.FloatArg(math.Float64frombits(0xFFF8000000000000))
	if !a.Equal(b) || string(a.AppendKey(nil)) != string(b.AppendKey(nil)) {
		t.Error("two NaNs are two keys")
	}
	if a.Equal(query.FloatArg(math.Inf(1))) || math.Float64bits(b.Float()) != 0xFFF8000000000000 {
		t.Error("NaN is another value")
	}
}

func TestNegativeZero(t *testing.T) {
	t.Parallel()
	negative, zero := query.FloatArg(math.Copysign(0, -1)), query.FloatArg(0)
	if !math.Signbit(negative.Float()) || math.Signbit(zero.Float()) {
		t.Errorf("-0 became %v, 0 became %v", negative.Float(), zero.Float())
	}
	if !negative.Equal(zero) || key([]query.Value{negative}) != key([]query.Value{zero}) {
		t.Error("-0 and 0 are two keys")
	}
}
