package postgres

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// interval is a span of time as Postgres keeps it.
type interval struct {
	months, days int64
	micros       int64
}

// intervalUnits are what one of a unit is.
var intervalUnits = map[string]interval{
	"microsecond": {micros: 1}, "us": {micros: 1}, "millisecond": {micros: 1e3}, "ms": {micros: 1e3},
	"second": {micros: 1e6}, "sec": {micros: 1e6}, "s": {micros: 1e6},
	"minute": {micros: 60e6}, "min": {micros: 60e6}, "m": {micros: 60e6},
	"hour": {micros: 3600e6}, "hr": {micros: 3600e6}, "h": {micros: 3600e6},
	"day": {days: 1}, "d": {days: 1}, "week": {days: 7}, "w": {days: 7},
	"month": {months: 1}, "mon": {months: 1}, "year": {months: 12}, "yr": {months: 12}, "y": {months: 12},
	"decade": {months: 120}, "century": {months: 1200}, "centurie": {months: 1200},
}

var (
	intervalPart  = regexp.MustCompile(`^\s*([+-]?\d+)\s*([a-zA-Z]+)`)
	intervalClock = regexp.MustCompile(`^\s*([+-]?)(\d+):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?\s*$`)
	intervalBare  = regexp.MustCompile(`^\s*([+-]?\d+)\s*$`)
)

// intervalText writes a span as the server does: '1 month 2 hours' is '1 mon 02:00:00'. What it does not understand (fractions of units, AGO,
// ISO 8601) it gives back.
func intervalText(text string) string {
	var sum interval
	rest := strings.TrimPrefix(strings.TrimSpace(text), "@")
	for strings.TrimSpace(rest) != "" {
		if m := intervalClock.FindStringSubmatch(rest); m != nil {
			micros := atoi(m[2])*3600e6 + atoi(m[3])*60e6 + atoi(m[4])*1e6 + atoi((m[5] + "000000")[:6])
			if m[1] == "-" {
				micros = -micros
			}
			sum.micros += micros
			break
		}
		if m := intervalBare.FindStringSubmatch(rest); m != nil && rest == text { // a number alone is seconds
			sum.micros += atoi(m[1]) * 1e6
			break
		}
		m := intervalPart.FindStringSubmatch(rest)
		if m == nil {
			return text
		}
		unit := strings.ToLower(m[2])
		of, ok := intervalUnits[unit]
		if !ok {
			of, ok = intervalUnits[strings.TrimSuffix(unit, "s")]
		}
		if !ok {
			return text
		}
		n := atoi(m[1])
		sum.months += n * of.months
		sum.days += n * of.days
		sum.micros += n * of.micros
		rest = rest[len(m[0]):]
	}
	return sum.String()
}

func atoi(s string) int64 {
	n, _ := strconv.ParseInt(strings.TrimPrefix(s, "+"), 10, 64)
	return n
}

// String writes it in the style that Postgres calls postgres.
func (v interval) String() string {
	var parts []string
	negative := false
	add := func(n int64, unit string) {
		if n == 0 {
			return
		}
		sign := ""
		if negative && n > 0 {
			sign = "+"
		}
		if n != 1 {
			unit += "s"
		}
		negative = n < 0
		parts = append(parts, fmt.Sprintf("%s%d %s", sign, n, unit))
	}
	add(v.months/12, "year")
	add(v.months%12, "mon")
	add(v.days, "day")
	if v.micros != 0 || len(parts) == 0 {
		sign, micros := "", v.micros
		switch {
		case micros < 0:
			sign, micros = "-", -micros
		case negative:
			sign = "+"
		}
		clock := fmt.Sprintf("%s%02d:%02d:%02d", sign, micros/3600e6, micros/60e6%60, micros/1e6%60)
		if fraction := micros % 1e6; fraction != 0 {
			clock += strings.TrimRight(fmt.Sprintf(".%06d", fraction), "0")
		}
		parts = append(parts, clock)
	}
	return strings.Join(parts, " ")
}
