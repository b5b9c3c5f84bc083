package sqlite

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// The numbers that SQLite's 'auto' modifier takes for Julian days; what is beyond is seconds since 1970.
const (
	lastJulianDay   = 5373484.5
	julianDayOf1970 = 2440587.5
)

// Beyond this many, seconds would be of the year 33658: milliseconds are meant, as Java's and JavaScript's tools write.
const mostSeconds = 1e12

// parseTime reads a time or a date from text: what Duet writes, what SQLite's functions write and read, and what the
// drivers of Go, Python and Java write. Text without a zone is in UTC.
func parseTime(s string) (time.Time, bool) {
	if t, ok := parseFixed(s); ok {
		return t, true
	}
	s = strings.TrimSpace(s)
	if i := strings.Index(s, " m="); i > 0 { // a Go time that was printed with its monotonic clock
		s = s[:i]
	}
	for _, layout := range []string{
		"2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05Z07:00", // fractions are read without being named
		"2006-01-02 15:04:05", "2006-01-02T15:04:05",
		"2006-01-02 15:04:05Z0700", "2006-01-02T15:04:05Z0700",
		"2006-01-02 15:04:05Z07", "2006-01-02T15:04:05Z07",
		"2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 -0700",
		"2006-01-02 15:04Z07:00", "2006-01-02T15:04Z07:00",
		"2006-01-02 15:04", "2006-01-02T15:04",
		"2006-01-02",
		"2006-01-02 15:04:05 -0700 MST", // time.Time's String
		"2006-01-02 15:04:05 MST",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return timeOfInt(n), true
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return timeOfFloat(f)
	}
	return time.Time{}, false
}

// parseFixed reads the usual texts without time.Parse, which takes five times as long: YYYY-MM-DD, then perhaps a
// time of day after 'T' or a space, perhaps a fraction, perhaps Z.
func parseFixed(s string) (time.Time, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return time.Time{}, false
	}
	bad := false
	num := func(i, n int) int {
		v := 0
		for _, c := range []byte(s[i : i+n]) {
			if c < '0' || c > '9' {
				bad = true
			}
			v = v*10 + int(c-'0')
		}
		return v
	}
	year, month, day := num(0, 4), num(5, 2), num(8, 2)
	var hour, minute, sec, nsec int
	switch {
	case len(s) == 10:
	case len(s) >= 19 && (s[10] == 'T' || s[10] == ' ') && s[13] == ':' && s[16] == ':':
		hour, minute, sec = num(11, 2), num(14, 2), num(17, 2)
		rest := strings.TrimSuffix(s[19:], "Z")
		if rest != "" {
			if rest[0] != '.' || len(rest) < 2 || len(rest) > 10 {
				return time.Time{}, false
			}
			nsec = num(20, len(rest)-1)
			for i := len(rest); i < 10; i++ {
				nsec *= 10
			}
		}
	default:
		return time.Time{}, false
	}
	if bad || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || sec > 59 {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, hour, minute, sec, nsec, time.UTC)
	return t, t.Day() == day // the 31st of a month that has 30
}

// timeOfInt is the time of an INTEGER: seconds since 1970, or milliseconds.
func timeOfInt(n int64) time.Time {
	if n > mostSeconds || n < -mostSeconds {
		return time.UnixMilli(n).UTC()
	}
	return time.Unix(n, 0).UTC()
}

// timeOfFloat is the time of a REAL, read as SQLite's 'auto' modifier reads it: a Julian day (julianday() is REAL), or
// else seconds since 1970 with a fraction. Both are exact to about a millisecond at best.
func timeOfFloat(f float64) (time.Time, bool) {
	if math.IsNaN(f) || math.Abs(f) > mostSeconds {
		return time.Time{}, false
	}
	if f >= 0 && f < lastJulianDay {
		ms := math.Round((f - julianDayOf1970) * 86400e3)
		return time.UnixMilli(int64(ms)).UTC(), true
	}
	whole, frac := math.Modf(f)
	return time.Unix(int64(whole), int64(math.Round(frac*1e6))*1000).UTC(), true
}
