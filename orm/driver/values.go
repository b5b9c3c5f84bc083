package driver

import "github.com/seed83105465/duet/query"

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

// SQLite is the SQL that SQLite speaks.
func SQLite() Dialect { return query.SQLite }
