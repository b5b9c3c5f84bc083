package postgres

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// rangeElems are the types that the server's own ranges are of.
var rangeElems = func() map[string]string {
	all := map[string]string{}
	for name, info := range builtinTypes {
		if strings.HasSuffix(name, "range") && !strings.HasSuffix(name, "multirange") {
			all[name] = info.elem
		}
	}
	return all
}()

var rangeParts = regexp.MustCompile(`^\s*([\[(])([^,"()\[\]\\]*),([^,"()\[\]\\]*)([\])])\s*$`)

// rangeText writes a range as the server does: a bound that is not there is outside, and ranges of whole numbers and days have their
// lower bound inside and their upper one outside. What it does not understand it gives back.
func rangeText(text, ref string) string {
	m := rangeParts.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	open, low, high, end := m[1], written(strings.TrimSpace(m[2]), rangeElems[ref]), written(strings.TrimSpace(m[3]), rangeElems[ref]), m[4]
	if ref == "int4range" || ref == "int8range" || ref == "daterange" {
		var ok, ok2 bool
		if low, ok = moved(low, ref, open == "("); !ok {
			return text
		}
		if high, ok2 = moved(high, ref, end == "]"); !ok2 {
			return text
		}
		open, end = "[", ")"
	}
	if low == "" {
		open = "("
	}
	if high == "" {
		end = ")"
	}
	if low != "" && low == high && open+end != "[]" {
		return "empty"
	}
	return open + quotedBound(low) + "," + quotedBound(high) + end
}

// moved gives the next number or day if it is asked for, false for what is neither.
func moved(bound, ref string, next bool) (string, bool) {
	step := 0
	if next {
		step = 1
	}
	switch {
	case bound == "":
		return "", true
	case ref == "daterange":
		day, err := time.Parse(time.DateOnly, bound)
		return day.AddDate(0, 0, step).Format(time.DateOnly), err == nil
	}
	n, err := strconv.ParseInt(bound, 10, 62) // so that there is a next one
	return strconv.FormatInt(n+int64(step), 10), err == nil
}

func quotedBound(bound string) string {
	if strings.ContainsAny(bound, " \t") {
		return `"` + bound + `"`
	}
	return bound
}

var (
	multirangeParts = regexp.MustCompile(`^\s*\{(.*)\}\s*$`)
	oneRange        = regexp.MustCompile(`[\[(][^\[(\])]*[\])]`)
)

// multirangeText writes the ranges of a multirange as the server does. It does not sort and join them.
func multirangeText(text, ref string) string {
	m := multirangeParts.FindStringSubmatch(text)
	if m == nil || strings.Contains(m[1], `"`) || strings.Trim(oneRange.ReplaceAllString(m[1], ""), ", ") != "" {
		return text
	}
	of := strings.TrimSuffix(ref, "multirange") + "range"
	var parts []string
	for _, part := range oneRange.FindAllString(m[1], -1) {
		if part = rangeText(part, of); part != "empty" {
			parts = append(parts, part)
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}
