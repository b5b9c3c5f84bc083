package query

import (
	"strconv"
	"strings"
)

// isoUnits are what a number counts in ISO 8601, of days before the T and of the clock behind it.
var isoUnits = [2]map[byte]Interval{
	{'Y': {Months: 12}, 'M': {Months: 1}, 'W': {Days: 7}, 'D': {Days: 1}},
	{'H': {Microseconds: 3_600_000_000}, 'M': {Microseconds: 60_000_000}, 'S': {Microseconds: 1_000_000}},
}

// addISO adds 1Y2M-3DT4H5M6.789S, where each number has a sign of its own.
func (v *Interval) addISO(text string) bool {
	days, clock, hasClock := strings.Cut(text, "T")
	if days == "" && clock == "" || hasClock && clock == "" {
		return false
	}
	for i, part := range []string{days, clock} {
		for part != "" {
			end := strings.IndexFunc(part, func(r rune) bool { return r >= 'A' && r <= 'Z' })
			if end < 0 {
				return false
			}
			unit, known := isoUnits[i][part[end]]
			if !known || !v.addDecimal(part[:end], unit) {
				return false
			}
			part = part[end+1:]
		}
	}
	return true
}

// addDecimal adds units, of which there may be a fraction if they are seconds.
func (v *Interval) addDecimal(number string, unit Interval) bool {
	whole, fraction, point := strings.Cut(number, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || !v.add(n, unit) {
		return false
	}
	if !point {
		return true
	}
	p := digits{rest: fraction, ok: unit.Microseconds == 1_000_000}
	us := int64(p.fraction(6))
	if strings.HasPrefix(whole, "-") {
		us = -us
	}
	return p.ok && p.rest == "" && v.addMicroseconds(us, 1)
}
