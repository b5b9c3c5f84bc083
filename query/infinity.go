package query

import "time"

// Postgres knows two times that are no times: 'infinity' is later than all others, '-infinity' earlier. In Go each is a
// time that no database can hold, because databases count microseconds and these are between two of them; and one that
// encoding/json can write, so that a row with an open end is no row without JSON.
const (
	infinity    = 253402300799 // 9999-12-31 23:59:59
	infinityNS  = 999_999_998
	negInfinity = -62167219200 // 0000-01-01 00:00:00
	negInfNS    = 2
)

// InfiniteFuture is 'infinity' of Postgres, the time or day that is later than all others: 9999-12-31T23:59:59.999999998Z.
// Only this very instant is it. Years from 10000 on, which Postgres has too, are later in Go.
func InfiniteFuture() time.Time { return time.Unix(infinity, infinityNS).UTC() }

// InfinitePast is '-infinity' of Postgres, the time or day that is earlier than all others: 0000-01-01T00:00:00.000000002Z.
// Only this very instant is it. Years before 1 BC, which Postgres has too, are earlier in Go.
func InfinitePast() time.Time { return time.Unix(negInfinity, negInfNS).UTC() }

// IsInfinite is 1 for [InfiniteFuture], -1 for [InfinitePast], in whatever zone, and 0 for every other time.
func IsInfinite(t time.Time) (sign int) {
	switch ns := t.Nanosecond(); {
	case ns == infinityNS && t.Unix() == infinity:
		return 1
	case ns == negInfNS && t.Unix() == negInfinity:
		return -1
	}
	return 0
}
