package postgres

import (
	"encoding/binary"
	"fmt"

	"github.com/seed83105465/duet/orm/driver"
)

// elements are the values of a list: every step-th of values, from the first one on.
type elements struct {
	values []driver.Value
	step   int
}

func (e elements) len() int               { return (len(e.values) + e.step - 1) / e.step }
func (e elements) at(i int) *driver.Value { return &e.values[i*e.step] }

// appendList writes a list as an array of the placeholder's type: in binary where every element can be, else as an
// array's text, which Postgres reads whatever the type of the elements.
func appendList(b []byte, list elements, oid uint32) (_ []byte, isBinary bool, err error) {
	from := len(b)
	if elem := elementOf(oid); elem != 0 {
		out, ok, err := appendArray(b, list, elem)
		if ok || err != nil {
			return out, ok, err
		}
	}
	b, err = appendLiteral(b[:from], list)
	return b, false, err
}

// appendArray writes a binary array of one dimension; false when an element does not travel in binary.
func appendArray(b []byte, list elements, elem uint32) (_ []byte, ok bool, err error) {
	k := kindOf(elem)
	dims, nulls := uint32(1), uint32(0)
	if list.len() == 0 {
		dims = 0
	}
	for i := range list.len() {
		if list.at(i).IsNull() {
			nulls = 1
		}
	}
	b = binary.BigEndian.AppendUint32(b, dims)
	b = binary.BigEndian.AppendUint32(b, nulls)
	b = binary.BigEndian.AppendUint32(b, elem)
	if dims == 0 {
		return b, true, nil
	}
	b = binary.BigEndian.AppendUint32(b, uint32(list.len()))
	b = binary.BigEndian.AppendUint32(b, 1) // where it starts to count
	for i := range list.len() {
		at, v := len(b), list.at(i)
		b = binary.BigEndian.AppendUint32(b, ^uint32(0))
		if v.IsNull() {
			continue
		}
		var inBinary bool
		if b, inBinary, err = appendValue(b, v, k); err != nil {
			return b, false, fmt.Errorf("element %d: %w", i+1, err)
		}
		if !inBinary && k != kindString {
			return b, false, nil
		}
		binary.BigEndian.PutUint32(b[at:], uint32(len(b)-at-4))
	}
	return b, true, nil
}

// appendLiteral writes {"one","two",NULL}.
func appendLiteral(b []byte, list elements) (_ []byte, err error) {
	b = append(b, '{')
	var text []byte
	for i := range list.len() {
		if i > 0 {
			b = append(b, ',')
		}
		switch v := list.at(i); v.Kind() {
		case driver.NullValue:
			b = append(b, "NULL"...)
			continue
		case driver.ListValue:
			return b, fmt.Errorf("element %d is a list: lists of tuples are sent column by column", i+1)
		default:
			if text, err = appendText(text[:0], v); err != nil {
				return b, fmt.Errorf("element %d: %w", i+1, err)
			}
		}
		b = append(b, '"')
		for _, c := range text {
			if c == '"' || c == '\\' {
				b = append(b, '\\')
			}
			b = append(b, c)
		}
		b = append(b, '"')
	}
	return append(b, '}'), nil
}
