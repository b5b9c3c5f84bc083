package query

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Hstore is a value of Postgres's hstore: texts, or NULLs, by key. As text it is written as psql shows it, with the keys in
// order: "a"=>"1", "b"=>NULL. In JSON it is an object, or null if it is nil.
type Hstore map[string]Null[string]

// MarshalText writes the pairs. It never fails.
func (h Hstore) MarshalText() ([]byte, error) {
	var b []byte
	for i, key := range slices.Sorted(maps.Keys(h)) {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(appendQuoted(b, key, '\\'), "=>"...)
		if v := h[key]; v.Valid {
			b = appendQuoted(b, v.V, '\\')
		} else {
			b = append(b, "NULL"...)
		}
	}
	return b, nil
}

// UnmarshalText reads what MarshalText, or Postgres, writes. On an error h is as it was; else it is not nil.
func (h *Hstore) UnmarshalText(text []byte) error {
	pairs := Hstore{}
	rest := strings.TrimSpace(string(text))
	for rest != "" {
		key, after, ok := hstoreWord(rest)
		after, arrow := strings.CutPrefix(strings.TrimSpace(after), "=>")
		if !ok || !arrow || !key.Valid {
			return unreadable("hstore", string(text))
		}
		value, after, ok := hstoreWord(strings.TrimSpace(after))
		after = strings.TrimSpace(after)
		if rest, arrow = strings.CutPrefix(after, ","); !ok || after != "" && !arrow || arrow && strings.TrimSpace(rest) == "" {
			return unreadable("hstore", string(text))
		}
		rest = strings.TrimSpace(rest)
		pairs[key.V] = value
	}
	*h = pairs
	return nil
}

// hstoreWord reads a text in quotes, or NULL.
func hstoreWord(s string) (word Null[string], rest string, ok bool) {
	if strings.HasPrefix(s, `"`) {
		text, rest, ok := cutQuoted(s)
		return Some(text), rest, ok
	}
	if len(s) >= 4 && strings.EqualFold(s[:4], "null") {
		return Null[string]{}, s[4:], true
	}
	return Null[string]{}, s, false
}

// MarshalJSON writes an object, of texts and nulls.
func (h Hstore) MarshalJSON() ([]byte, error) { return json.Marshal(map[string]Null[string](h)) }

// UnmarshalJSON reads an object, of texts and nulls.
func (h *Hstore) UnmarshalJSON(b []byte) error {
	var pairs map[string]Null[string]
	if err := json.Unmarshal(b, &pairs); err != nil {
		return err
	}
	*h = pairs
	return nil
}

// HstoreCoding is the coding of hstore. A nil Hstore is an empty one, but an insert leaves it to the database where the
// column has a default.
func HstoreCoding() *Coding[Hstore] {
	c := ScalarCoding[Hstore]()
	c.Unset = func(h Hstore) bool { return h == nil }
	return c
}
