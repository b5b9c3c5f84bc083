package driver

import (
	"time"

	"github.com/seed83105465/duet/query"
)

// The kinds of a [Value], under the names of package query.
const (
	NullValue    = query.NullValue
	IntValue     = query.IntValue
	FloatValue   = query.FloatValue
	BoolValue    = query.BoolValue
	TextValue    = query.TextValue
	BytesValue   = query.BytesValue
	TimeValue    = query.TimeValue
	DateValue    = query.DateValue
	DecimalValue = query.DecimalValue
	JSONValue    = query.JSONValue
	UUIDValue    = query.UUIDValue
	ListValue    = query.ListValue
)

// The types of a [Column], under the names of package query.
const (
	UnknownType   = query.UnknownType
	BoolType      = query.BoolType
	IntType       = query.IntType
	FloatType     = query.FloatType
	DecimalType   = query.DecimalType
	TextType      = query.TextType
	BytesType     = query.BytesType
	TimestampType = query.TimestampType
	DateType      = query.DateType
	TimeOfDayType = query.TimeOfDayType
	JSONType      = query.JSONType
	UUIDType      = query.UUIDType
	EnumType      = query.EnumType
)

// ListArg is a list of values as one argument; see [query.ListArg].
func ListArg(vs []Value) Value { return query.ListArg(vs) }

// InfiniteFuture stands for a time later than all others; see [query.InfiniteFuture].
func InfiniteFuture() time.Time { return query.InfiniteFuture() }

// InfinitePast stands for a time earlier than all others; see [query.InfinitePast].
func InfinitePast() time.Time { return query.InfinitePast() }

// IsInfinite is 1 or -1 for these two, and 0 for every other time; see [query.IsInfinite].
func IsInfinite(t time.Time) int { return query.IsInfinite(t) }

// AppendTime writes a point in time as text; see [query.AppendTime].
func AppendTime(b []byte, t time.Time) []byte { return query.AppendTime(b, t) }

// AppendDate writes a day as text; see [query.AppendDate].
func AppendDate(b []byte, t time.Time) []byte { return query.AppendDate(b, t) }

// Postgres is the SQL that PostgreSQL speaks.
func Postgres() Dialect { return query.Postgres }

// SQLite is the SQL that SQLite speaks.
func SQLite() Dialect { return query.SQLite }
