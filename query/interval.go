package query

import (
	"math"
	"strconv"
	"strings"
)

// Interval is a span of time as Postgres has it: months, days and microseconds are kept apart, since months and days are
// not all of one length. The zero Interval is no time at all. As text, and in JSON, it is written as psql shows it: "1 year 2 mons
// -3 days +04:05:06.789".
type Interval struct {
	Months       int32
	Days         int32
	Microseconds int64
}

// The two intervals that PostgreSQL 17 calls infinity and -infinity.
var (
	infiniteInterval    = Interval{math.MaxInt32, math.MaxInt32, math.MaxInt64}
	negInfiniteInterval = Interval{math.MinInt32, math.MinInt32, math.MinInt64}
)

// String is the interval as psql shows it.
func (v Interval) String() string { return string(v.appendTo(nil)) }

// MarshalText is String. It never fails.
func (v Interval) MarshalText() ([]byte, error) { return v.appendTo(nil), nil }

func (v Interval) appendTo(b []byte) []byte {
	switch v {
	case infiniteInterval:
		return append(b, "infinity"...)
	case negInfiniteInterval:
		return append(b, "-infinity"...)
	}
	start, before := len(b), false // whether the part before was negative
	part := func(n int64, unit string) {
		if n == 0 {
			return
		}
		if len(b) > start {
			b = append(b, ' ')
		}
		if before && n > 0 {
			b = append(b, '+')
		}
		b = strconv.AppendInt(b, n, 10)
		b = append(append(b, ' '), unit...)
		if n != 1 {
			b = append(b, 's')
		}
		before = n < 0
	}
	part(int64(v.Months/12), "year")
	part(int64(v.Months%12), "mon")
	part(int64(v.Days), "day")
	if v.Microseconds == 0 && len(b) > start {
		return b
	}
	if len(b) > start {
		b = append(b, ' ')
	}
	us := uint64(v.Microseconds)
	switch {
	case v.Microseconds < 0:
		b, us = append(b, '-'), -us
	case before:
		b = append(b, '+')
	}
	return appendClock(b, us)
}

// appendClock writes microseconds as hours, which may be many, minutes and seconds.
func appendClock(b []byte, us uint64) []byte {
	two := func(n uint64) {
		if n < 10 {
			b = append(b, '0')
		}
		b = strconv.AppendUint(b, n, 10)
	}
	two(us / 3_600_000_000)
	b = append(b, ':')
	two(us / 60_000_000 % 60)
	b = append(b, ':')
	two(us / 1_000_000 % 60)
	if us %= 1_000_000; us > 0 {
		fraction := strconv.FormatUint(1_000_000+us, 10)[1:]
		b = append(append(b, '.'), strings.TrimRight(fraction, "0")...)
	}
	return b
}

// intervalUnits are what a number in an interval counts.
var intervalUnits = map[string]Interval{
	"year": {Months: 12}, "mon": {Months: 1}, "month": {Months: 1}, "week": {Days: 7}, "day": {Days: 1},
	"hour": {Microseconds: 3_600_000_000}, "minute": {Microseconds: 60_000_000}, "second": {Microseconds: 1_000_000},
}

// UnmarshalText reads what String writes, with weeks, hours, minutes and seconds as words too, and ISO 8601 as servers write
// it that are set to IntervalStyle = iso_8601: P1Y2M-3DT4H5M6.789S. On an error v is as it was.
func (v *Interval) UnmarshalText(text []byte) error {
	var sum Interval
	words := strings.Fields(string(text))
	ok := len(words) > 0
	switch string(text) {
	case "infinity":
		*v = infiniteInterval
		return nil
	case "-infinity":
		*v = negInfiniteInterval
		return nil
	}
	if rest, iso := strings.CutPrefix(string(text), "P"); iso {
		words, ok = nil, sum.addISO(rest)
	}
	for ok && len(words) > 0 {
		if strings.Contains(words[0], ":") {
			ok = sum.addClock(words[0])
			words = words[1:]
			continue
		}
		if ok = len(words) > 1; ok {
			n, err := strconv.ParseInt(words[0], 10, 64)
			unit, known := intervalUnits[strings.TrimSuffix(words[1], "s")]
			ok = err == nil && known && sum.add(n, unit)
			words = words[2:]
		}
	}
	if !ok {
		return unreadable("interval", string(text))
	}
	*v = sum
	return nil
}

// add adds n units, unless that is more than fits.
func (v *Interval) add(n int64, unit Interval) bool {
	if unit.Microseconds > 0 {
		return v.addMicroseconds(n, unit.Microseconds)
	}
	if n > math.MaxInt32 || n < math.MinInt32 {
		return false
	}
	months, days := int64(v.Months)+n*int64(unit.Months), int64(v.Days)+n*int64(unit.Days)
	v.Months, v.Days = int32(months), int32(days)
	return int64(v.Months) == months && int64(v.Days) == days
}

func (v *Interval) addMicroseconds(n, each int64) bool {
	us := n * each
	sum := v.Microseconds + us
	if us/each != n || (sum > v.Microseconds) != (us > 0) && us != 0 {
		return false
	}
	v.Microseconds = sum
	return true
}

// addClock adds -04:05:06.789, the sign being that of the whole.
func (v *Interval) addClock(text string) bool {
	sign := int64(1)
	switch text[0] {
	case '-':
		sign = -1
		text = text[1:]
	case '+':
		text = text[1:]
	}
	p := digits{rest: text, ok: true}
	hours := p.number(2, 10) // of which there are 2,562,047,788 in 64 bits
	p.symbol(':')
	minutes := p.number(2, 2)
	p.symbol(':')
	seconds := p.number(2, 2)
	us := 0
	if p.has('.') {
		p.rest = p.rest[1:]
		us = p.fraction(6)
	}
	return p.ok && p.rest == "" && minutes < 60 && seconds < 60 && v.addMicroseconds(sign*int64(hours), 3_600_000_000) &&
		v.addMicroseconds(sign*int64(minutes), 60_000_000) && v.addMicroseconds(sign*int64(seconds), 1_000_000) && v.addMicroseconds(sign*int64(us), 1)
}
