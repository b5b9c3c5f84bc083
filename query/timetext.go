package query

import (
	"strconv"
	"strings"
	"time"
)

// TimeCoding is the coding of points in time: 2024-02-29 12:00:00.5+00, any year with BC behind it where it is one, infinity
// and -infinity (see [IsInfinite]). Without a zone it is UTC; what is read is in UTC. Fractions below a microsecond are
// cut off.
func TimeCoding() *Coding[time.Time] {
	return &Coding[time.Time]{
		Append: func(b []byte, v time.Time) ([]byte, error) { return AppendTime(b, v), nil },
		Parse:  func(text string) (time.Time, error) { return parseTime(text, true) },
	}
}

// DateCoding is the coding of calendar days, as [DateArg] has them: 2024-02-29, 0044-03-15 BC, infinity and -infinity.
// What is read is midnight in UTC.
func DateCoding() *Coding[time.Time] {
	return &Coding[time.Time]{
		Append: func(b []byte, v time.Time) ([]byte, error) { return AppendDate(b, v), nil },
		Parse:  func(text string) (time.Time, error) { return parseTime(text, false) },
	}
}

// AppendTime writes a point in time as [TimeCoding] has it.
func AppendTime(b []byte, t time.Time) []byte { return appendTime(b, t.UTC(), " 15:04:05.999999+00") }

// AppendDate writes the day of t, in t's own zone, as [DateCoding] has it.
func AppendDate(b []byte, t time.Time) []byte { return appendTime(b, t, "") }

// appendTime writes the day of t, and behind it t by the layout.
func appendTime(b []byte, t time.Time, layout string) []byte {
	switch IsInfinite(t) {
	case 1:
		return append(b, "infinity"...)
	case -1:
		return append(b, "-infinity"...)
	}
	year, month, day := t.Date()
	era := ""
	if year <= 0 { // there is no year 0: 1 BC comes before 1 AD
		year, era = 1-year, " BC"
	}
	for least := 1000; year < least && least > 1; least /= 10 {
		b = append(b, '0')
	}
	b = strconv.AppendInt(b, int64(year), 10)
	b = append(b, '-', byte('0'+month/10), byte('0'+month%10), '-', byte('0'+day/10), byte('0'+day%10))
	if layout != "" {
		b = t.AppendFormat(b, layout)
	}
	return append(b, era...)
}

// parseTime reads a day, and the time of the day behind it where there is one.
func parseTime(text string, clock bool) (time.Time, error) {
	switch text {
	case "infinity":
		return InfiniteFuture(), nil
	case "-infinity":
		return InfinitePast(), nil
	}
	what := "day"
	if clock {
		what = "point in time"
	}
	p := digits{rest: text, ok: true}
	year := p.number(4, 7)
	p.symbol('-')
	month := p.number(2, 2)
	p.symbol('-')
	day := p.number(2, 2)
	var hour, minute, second, nanosecond, offset int
	if clock && (strings.HasPrefix(p.rest, " ") || strings.HasPrefix(p.rest, "T")) && p.rest != " BC" {
		p.rest = p.rest[1:]
		hour, minute, second, nanosecond = p.clock()
		offset = p.zone()
	}
	if rest, bc := strings.CutSuffix(p.rest, " BC"); bc {
		p.rest, year = rest, 1-year
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanosecond, time.UTC)
	if y, m, d := t.Date(); !p.ok || p.rest != "" || hour > 23 || minute > 59 || second > 59 || y != year || int(m) != month || d != day {
		return time.Time{}, unreadable(what, text)
	}
	return t.Add(-time.Duration(offset) * time.Second), nil
}

// digits reads numbers and symbols off a text; ok is false from the first that is not there.
type digits struct {
	rest string
	ok   bool
}

// number reads a number of least to most digits.
func (p *digits) number(least, most int) int {
	n := 0
	for n < len(p.rest) && n < most && p.rest[n] >= '0' && p.rest[n] <= '9' {
		n++
	}
	v, _ := strconv.Atoi(p.rest[:n]) // too few digits to fail
	p.rest, p.ok = p.rest[n:], p.ok && n >= least
	return v
}

func (p *digits) has(symbol byte) bool { return p.rest != "" && p.rest[0] == symbol }

func (p *digits) symbol(symbol byte) {
	if p.ok = p.ok && p.has(symbol); p.ok {
		p.rest = p.rest[1:]
	}
}

// clock reads 12:00:00.5.
func (p *digits) clock() (hour, minute, second, nanosecond int) {
	hour = p.number(2, 2)
	p.symbol(':')
	minute = p.number(2, 2)
	p.symbol(':')
	second = p.number(2, 2)
	if p.has('.') {
		p.rest = p.rest[1:]
		nanosecond = p.fraction(6) * 1000
	}
	return hour, minute, second, nanosecond
}

// fraction reads the digits behind a point, in units of 10 to the minus places.
func (p *digits) fraction(places int) int {
	before := len(p.rest)
	v := p.number(1, places)
	for n := before - len(p.rest); n < places; n++ {
		v *= 10
	}
	return v
}

// zone reads +01, -03:30 or +00:19:32 in seconds; nothing is UTC.
func (p *digits) zone() int {
	sign := 1
	switch {
	case p.has('Z'):
		p.rest = p.rest[1:]
		return 0
	case p.has('-'):
		sign = -1
	case !p.has('+'):
		return 0
	}
	p.rest = p.rest[1:]
	offset := p.number(2, 2) * 3600
	for _, unit := range []int{60, 1} {
		if p.has(':') {
			p.rest = p.rest[1:]
			offset += p.number(2, 2) * unit
		}
	}
	return sign * offset
}
