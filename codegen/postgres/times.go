package postgres

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

var (
	dateParts = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	timeParts = regexp.MustCompile(`^(?:(\d{4}-\d{1,2}-\d{1,2})(?:[ T]|$))?(?:(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$`)
)

// dateText writes 2020-1-2 as 2020-01-02, as the server does.
func dateText(text string) string {
	m := dateParts.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return text
	}
	pad := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	return m[1] + "-" + pad(m[2]) + "-" + pad(m[3])
}

// timeText writes a time as the server does whose time zone is UTC: 2020-01-02 is 2020-01-02 00:00:00. A timestamptz without a zone is taken
// to be in UTC, a timestamp's zone says nothing. What it does not understand ('now', 'infinity', BC) it gives back.
func timeText(text, ref string) string {
	m := timeParts.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || strings.TrimSpace(text) == "" || (m[1] == "") != (ref == "time") {
		return text
	}
	two := func(s string) string { return strings.Repeat("0", max(0, 2-len(s))) + s }
	clock := two(m[2]) + ":" + two(m[3]) + ":" + two(m[4])
	fraction := strings.TrimRight(strings.TrimRight(m[5], "0"), ".")
	if ref == "time" {
		return clock + fraction
	}
	whole := dateText(m[1]) + " " + clock
	if ref == "timestamp" {
		return whole + fraction
	}
	var hours, minutes int
	if zone := strings.ReplaceAll(m[6], ":", ""); len(zone) >= 3 && zone != "UTC" {
		if _, err := fmt.Sscanf(zone[1:]+"00", "%2d%2d", &hours, &minutes); err != nil {
			return text
		}
		if zone[0] == '+' {
			hours, minutes = -hours, -minutes
		}
	}
	at, err := time.Parse(time.DateTime, whole)
	if err != nil {
		return text
	}
	at = at.Add(time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute)
	return at.Format(time.DateTime) + fraction + "+00"
}
