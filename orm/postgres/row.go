package postgres

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/seed83105465/duet/orm/driver"
)

// row shows the values of one row, which are the bytes that came over the wire. How to read a column was chosen when its
// statement was prepared.
type row struct {
	vals  [][]byte
	kinds []kind
	err   error
}

// Fail implements driver.Row.
func (r *row) Fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *row) bad(i int, want string) {
	found := fmt.Sprintf("%d bytes", len(r.vals[i]))
	if n := r.kinds[i].size(); n == 0 || n == len(r.vals[i]) { // else it has no text
		if s := r.text(i); len(s) <= 40 {
			found = strconv.Quote(s)
		}
	}
	r.Fail(fmt.Errorf("postgres: column %d of the row: want %s, found %s", i, want, found))
}

// get is column i, nil when it is NULL, or a failure when there is none.
func (r *row) get(i int) []byte {
	if uint(i) >= uint(len(r.vals)) {
		r.Fail(fmt.Errorf("postgres: column %d of the row: there are only %d columns", i, len(r.vals)))
		return nil
	}
	return r.vals[i]
}

// IsNull implements driver.Row.
func (r *row) IsNull(i int) bool { return r.get(i) == nil }

// Int64 implements driver.Row.
func (r *row) Int64(i int) int64 {
	v := r.get(i)
	if v == nil {
		return 0
	}
	switch k := r.kinds[i]; {
	case k == kindInt8 && len(v) == 8:
		return int64(binary.BigEndian.Uint64(v))
	case k == kindInt4 && len(v) == 4:
		return int64(int32(binary.BigEndian.Uint32(v)))
	case k == kindInt2 && len(v) == 2:
		return int64(int16(binary.BigEndian.Uint16(v)))
	case k == kindOID && len(v) == 4:
		return int64(binary.BigEndian.Uint32(v))
	case k == kindFloat8, k == kindFloat4:
		if f := r.Float64(i); f == math.Trunc(f) && f >= -0x1p63 && f < 0x1p63 {
			return int64(f)
		}
	case k == kindText, k == kindString:
		whole, fraction, _ := strings.Cut(string(v), ".") // a sum is numeric
		if n, err := strconv.ParseInt(whole, 10, 64); err == nil && strings.Trim(fraction, "0") == "" {
			return n
		}
	}
	r.bad(i, "an integer")
	return 0
}

// Float64 implements driver.Row.
func (r *row) Float64(i int) float64 {
	v := r.get(i)
	if v == nil {
		return 0
	}
	switch k := r.kinds[i]; {
	case k == kindFloat8 && len(v) == 8:
		return math.Float64frombits(binary.BigEndian.Uint64(v))
	case k == kindFloat4 && len(v) == 4:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(v)))
	case k == kindInt8, k == kindInt4, k == kindInt2:
		return float64(r.Int64(i))
	case k == kindText, k == kindString:
		if f, err := strconv.ParseFloat(string(v), 64); err == nil {
			return f
		}
	}
	r.bad(i, "a number")
	return 0
}

// Bool implements driver.Row.
func (r *row) Bool(i int) bool {
	v := r.get(i)
	if v == nil {
		return false
	}
	switch k := r.kinds[i]; {
	case k == kindBool && len(v) == 1:
		return v[0] != 0
	case k == kindInt2, k == kindInt4, k == kindInt8:
		if n := r.Int64(i); n == 0 || n == 1 {
			return n == 1
		}
	}
	r.bad(i, "a boolean")
	return false
}

// String implements driver.Row.
func (r *row) String(i int) string {
	v := r.get(i)
	if v == nil {
		return ""
	}
	return r.text(i)
}

// text is a value as psql would print it.
func (r *row) text(i int) string {
	v := r.vals[i]
	switch r.kinds[i] {
	case kindInt2, kindInt4, kindInt8, kindOID:
		return strconv.FormatInt(r.Int64(i), 10)
	case kindFloat8:
		return string(appendFloat(nil, r.Float64(i), 64))
	case kindFloat4:
		return string(appendFloat(nil, r.Float64(i), 32))
	case kindBool:
		if len(v) == 1 && v[0] != 0 {
			return "t"
		}
		return "f"
	case kindBytea:
		return `\x` + hex.EncodeToString(v)
	case kindTimestamp:
		return string(driver.AppendTime(nil, r.Time(i)))
	case kindDate:
		return string(driver.AppendDate(nil, r.Time(i)))
	case kindUUID:
		if len(v) == 16 {
			var b [36]byte
			hex.Encode(b[:8], v[:4])
			hex.Encode(b[9:13], v[4:6])
			hex.Encode(b[14:18], v[6:8])
			hex.Encode(b[19:23], v[8:10])
			hex.Encode(b[24:], v[10:])
			b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
			return string(b[:])
		}
	}
	return string(v)
}

// appendFloat writes a number with the fewest digits that tell it from its neighbours, as Postgres does.
func appendFloat(b []byte, f float64, bits int) []byte {
	switch {
	case math.IsInf(f, 1):
		return append(b, "Infinity"...)
	case math.IsInf(f, -1):
		return append(b, "-Infinity"...)
	}
	return strconv.AppendFloat(b, f, 'g', -1, bits)
}

// Bytes implements driver.Row.
func (r *row) Bytes(i int) []byte {
	v := r.get(i)
	if v == nil {
		return nil
	}
	if k := r.kinds[i]; k == kindBytea || k == kindText || k == kindString {
		return append(make([]byte, 0, len(v)), v...)
	}
	return []byte(r.text(i))
}

// Time implements driver.Row.
func (r *row) Time(i int) time.Time {
	v := r.get(i)
	if v == nil {
		return time.Time{}
	}
	switch k := r.kinds[i]; {
	case k == kindTimestamp && len(v) == 8:
		return moment(int64(binary.BigEndian.Uint64(v)))
	case k == kindDate && len(v) == 4:
		return day(int32(binary.BigEndian.Uint32(v)))
	}
	r.bad(i, "a time")
	return time.Time{}
}
