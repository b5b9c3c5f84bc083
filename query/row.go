package query

import "time"

// Row is one row of an answer, as a driver shows it to a scan function. Columns count from 0. A getter that meets a
// value it cannot convert returns the zero value, and the driver reports the first such failure when the scan function
// returns. A Row is valid only during the call it is given to; strings and bytes it returned stay valid.
type Row interface {
	// IsNull reports whether column i is NULL. The getters answer NULL with a zero value and no error.
	IsNull(i int) bool
	Int64(i int) int64
	Float64(i int) float64
	Bool(i int) bool
	String(i int) string
	// Bytes is a copy of column i; nil for NULL, empty but not nil for an empty value.
	Bytes(i int) []byte
	// Time is a point in time or a day, in UTC.
	Time(i int) time.Time
	// Fail makes the statement fail with err once the scan function returns; the first failure wins.
	Fail(err error)
}
