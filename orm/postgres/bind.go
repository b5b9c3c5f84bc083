package postgres

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/seed83105465/duet/orm/driver"
)

// arguments are the values of one run of a statement as they travel. Their bytes lie one behind the other in buf, which is
// reused: values are cut out of it once it has stopped to grow.
type arguments struct {
	buf     []byte
	ends    []int // where each value ends in buf; -1 for NULL
	values  [][]byte
	formats []int16
}

// bind writes args for the placeholders of types oids.
func (a *arguments) bind(oids []uint32, args []driver.Value) error {
	a.reset()
	for i := range args {
		if err := a.add(&args[i], oids[i]); err != nil {
			return fmt.Errorf("postgres: argument %d: %w", i+1, err)
		}
	}
	a.cut()
	return nil
}

// bindColumns writes the values of rows, row after row, as a list for each placeholder.
func (a *arguments) bindColumns(oids []uint32, rows []driver.Value) error {
	a.reset()
	for i, oid := range oids {
		var list elements
		if len(rows) > 0 {
			list.values = rows[i:]
		}
		list.step = len(oids)
		if err := a.addList(list, oid); err != nil {
			return fmt.Errorf("postgres: argument %d: %w", i+1, err)
		}
	}
	a.cut()
	return nil
}

func (a *arguments) reset() {
	if a.buf == nil {
		a.buf = make([]byte, 0, 256) // never nil, for an empty value cut out of nil would be NULL
	}
	a.buf, a.ends, a.values, a.formats = a.buf[:0], a.ends[:0], a.values[:0], a.formats[:0]
}

// cut cuts the values out of buf.
func (a *arguments) cut() {
	from := 0
	for _, end := range a.ends {
		if end < 0 {
			a.values = append(a.values, nil)
			continue
		}
		a.values = append(a.values, a.buf[from:end:end])
		from = end
	}
}

func (a *arguments) add(v *driver.Value, oid uint32) (err error) {
	if v.IsNull() {
		a.ends, a.formats = append(a.ends, -1), append(a.formats, 0)
		return nil
	}
	if v.Kind() == driver.ListValue {
		return a.addList(elements{v.List(), 1}, oid)
	}
	var binary bool
	a.buf, binary, err = appendValue(a.buf, v, kindOf(oid))
	a.end(binary)
	return err
}

func (a *arguments) addList(list elements, oid uint32) (err error) {
	var binary bool
	a.buf, binary, err = appendList(a.buf, list, oid)
	a.end(binary)
	return err
}

func (a *arguments) end(binary bool) {
	format := int16(0)
	if binary {
		format = 1
	}
	a.ends, a.formats = append(a.ends, len(a.buf)), append(a.formats, format)
}

// appendValue writes a value: in binary where the placeholder's kind and the value's allow it, else as text, which Postgres
// reads as it reads a literal.
func appendValue(b []byte, v *driver.Value, k kind) (_ []byte, isBinary bool, err error) {
	switch v.Kind() {
	case driver.IntValue:
		switch n := v.Int(); k {
		case kindInt8:
			return binary.BigEndian.AppendUint64(b, uint64(n)), true, nil
		case kindInt4:
			if n < math.MinInt32 || n > math.MaxInt32 {
				return b, false, fmt.Errorf("%d does not fit into an integer of 4 bytes", n)
			}
			return binary.BigEndian.AppendUint32(b, uint32(int32(n))), true, nil
		case kindInt2:
			if n < math.MinInt16 || n > math.MaxInt16 {
				return b, false, fmt.Errorf("%d does not fit into an integer of 2 bytes", n)
			}
			return binary.BigEndian.AppendUint16(b, uint16(int16(n))), true, nil
		}
	case driver.FloatValue:
		if k == kindFloat8 {
			return binary.BigEndian.AppendUint64(b, math.Float64bits(v.Float())), true, nil
		}
	case driver.BoolValue:
		if k == kindBool {
			if v.Bool() {
				return append(b, 1), true, nil
			}
			return append(b, 0), true, nil
		}
	case driver.BytesValue:
		if k == kindBytea {
			return append(b, v.Text()...), true, nil
		}
	case driver.TimeValue, driver.DateValue:
		switch k {
		case kindTimestamp:
			us, err := microseconds(v.Time())
			return binary.BigEndian.AppendUint64(b, uint64(us)), true, err
		case kindDate:
			d, err := days(v.Time())
			return binary.BigEndian.AppendUint32(b, uint32(d)), true, err
		}
	case driver.UUIDValue:
		if k == kindUUID {
			if out, ok := appendUUID(b, v.Text()); ok {
				return out, true, nil
			}
		}
	}
	b, err = appendText(b, v)
	return b, false, err
}

// appendText writes a value as Postgres reads it in a literal.
func appendText(b []byte, v *driver.Value) ([]byte, error) {
	switch v.Kind() {
	case driver.IntValue:
		return strconv.AppendInt(b, v.Int(), 10), nil
	case driver.FloatValue:
		switch f := v.Float(); {
		case math.IsInf(f, 1):
			return append(b, "Infinity"...), nil
		case math.IsInf(f, -1):
			return append(b, "-Infinity"...), nil
		default:
			return strconv.AppendFloat(b, f, 'g', -1, 64), nil
		}
	case driver.BoolValue:
		return strconv.AppendBool(b, v.Bool()), nil
	case driver.BytesValue:
		return hex.AppendEncode(append(b, `\x`...), []byte(v.Text())), nil
	case driver.TimeValue:
		return driver.AppendTime(b, v.Time()), nil
	case driver.DateValue:
		return driver.AppendDate(b, v.Time()), nil
	case driver.TextValue, driver.DecimalValue, driver.JSONValue, driver.UUIDValue:
		s := v.Text()
		if i := strings.IndexByte(s, 0); i >= 0 {
			return b, fmt.Errorf("the text has a zero byte (at %d), which Postgres cannot store: take it out, or use a bytea column", i)
		}
		return append(b, s...), nil
	}
	return b, fmt.Errorf("it cannot be sent: %s", v.Text())
}

// appendUUID writes a UUID's 16 bytes; false if it is not in the usual form, which Postgres may still understand.
func appendUUID(b []byte, s string) ([]byte, bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return b, false
	}
	from := len(b)
	var err error
	for _, part := range [...]string{s[:8], s[9:13], s[14:18], s[19:23], s[24:]} {
		if b, err = hex.AppendDecode(b, []byte(part)); err != nil {
			return b[:from], false
		}
	}
	return b, true
}
