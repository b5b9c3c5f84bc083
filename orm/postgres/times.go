package postgres

import (
	"fmt"
	"math"
	"time"

	"github.com/seed83105465/duet/orm/driver"
)

// epoch is where Postgres counts from: 2000-01-01 in UTC.
const epoch = 946_684_800

// The ends of Postgres's calendar: 4713 BC to 294276 AD for points in time, to 5874897 AD for days.
var (
	earliest     = time.Date(-4713, 11, 24, 0, 0, 0, 0, time.UTC)
	latestMoment = time.Date(294277, 1, 1, 0, 0, 0, 0, time.UTC)
	latestDay    = time.Date(5874898, 1, 1, 0, 0, 0, 0, time.UTC)
)

// microseconds is a point in time as Postgres counts them, since 2000.
func microseconds(t time.Time) (int64, error) {
	switch driver.IsInfinite(t) {
	case 1:
		return math.MaxInt64, nil
	case -1:
		return math.MinInt64, nil
	}
	if t.Before(earliest) || !t.Before(latestMoment) {
		return 0, fmt.Errorf("the time %v is outside of what Postgres can hold: 4713 BC to 294276 AD", t)
	}
	return (t.Unix()-epoch)*1_000_000 + int64(t.Nanosecond()/1000), nil
}

// moment is the point in time that Postgres counts as so many microseconds since 2000.
func moment(us int64) time.Time {
	switch us {
	case math.MaxInt64:
		return driver.InfiniteFuture()
	case math.MinInt64:
		return driver.InfinitePast()
	}
	s := us / 1_000_000
	if us %= 1_000_000; us < 0 {
		s, us = s-1, us+1_000_000
	}
	return time.Unix(epoch+s, us*1000).UTC()
}

// days is a day as Postgres counts them, since 2000-01-01.
func days(t time.Time) (int32, error) {
	switch driver.IsInfinite(t) {
	case 1:
		return math.MaxInt32, nil
	case -1:
		return math.MinInt32, nil
	}
	if t.Before(earliest) || !t.Before(latestDay) {
		return 0, fmt.Errorf("the day %v is outside of what Postgres can hold: 4713 BC to 5874897 AD", t)
	}
	s := t.Unix() - epoch
	if s < 0 {
		s -= 86399
	}
	return int32(s / 86400), nil
}

// day is the day that Postgres counts as so many since 2000-01-01.
func day(n int32) time.Time {
	switch n {
	case math.MaxInt32:
		return driver.InfiniteFuture()
	case math.MinInt32:
		return driver.InfinitePast()
	}
	return time.Unix(epoch+int64(n)*86400, 0).UTC()
}
