package orm

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
)

// MarshalRow writes a row with the relations that were loaded: the body of the MarshalJSON methods that ormgen writes.
// plain is the row under a type without methods. Both ends of a relation know each other, so JSON follows it only in the
// direction in which it was loaded.
func MarshalRow(h *Handle, plain any) ([]byte, error) {
	out, err := json.Marshal(plain)
	if err != nil || h.chunk == nil {
		return out, err
	}
	c := h.chunk
	b := bytes.NewBuffer(bytes.TrimSuffix(out, []byte("}")))
	for _, rel := range c.m.desc.Relations {
		l := c.slot(rel.Index)
		if !l.is(h.index, have) || l.is(h.index, up) {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + snake(rel.Name) + `":`)
		if rel.Many {
			err = marshalMany(b, l.targets[l.offsets[h.index]:l.offsets[h.index+1]])
		} else {
			err = marshalOne(b, l.one[h.index])
		}
		if err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func marshalOne(b *bytes.Buffer, r ref) error {
	if r.c == nil {
		b.WriteString("null")
		return nil
	}
	out, err := json.Marshal(r.pointer())
	b.Write(out)
	return err
}

func marshalMany(b *bytes.Buffer, rows []ref) error {
	b.WriteByte('[')
	for i, r := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := marshalOne(b, r); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

// snake is a relation's name as a JSON key: "BillingAddress" is "billing_address".
func snake(name string) string {
	var b strings.Builder
	rs := []rune(name)
	for i, r := range rs {
		if unicode.IsUpper(r) && i > 0 && (!unicode.IsUpper(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
