package sqlite

import (
	"fmt"
	"math"
	"time"

	"github.com/seed83105465/duet/orm/driver"
)

// The texts that times and dates are kept as: in UTC, and as SQLite's own functions write them, so that they compare as
// what they mean, with each other and with what CURRENT_TIMESTAMP and other programs wrote. A fraction of a second is
// written when there is one, without zeros at its end: as text, "10:20:30" < "10:20:30.5" < "10:20:31".
const (
	timeFormat = "2006-01-02 15:04:05.999999"
	dateFormat = time.DateOnly
)

// bind is what go-sqlite3 is given for an argument.
func bind(v *driver.Value) (any, error) {
	switch v.Kind() {
	case driver.NullValue:
		return nil, nil
	case driver.IntValue, driver.BoolValue:
		return v.Int(), nil
	case driver.FloatValue:
		f := v.Float()
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("SQLite cannot keep %v (it would make NULL of NaN): check the number before", f)
		}
		return f, nil
	case driver.TextValue, driver.JSONValue, driver.UUIDValue:
		return v.Text(), nil
	case driver.BytesValue:
		return []byte(v.Text()), nil
	case driver.TimeValue:
		return instant(v.Time(), timeFormat)
	case driver.DateValue:
		return instant(v.Time(), dateFormat)
	case driver.DecimalValue:
		return decimal(v.Text())
	case driver.ListValue:
		return list(v.List())
	default:
		return nil, fmt.Errorf("the argument could not be made: %s", v.Text())
	}
}

// instant writes a time as text. Years of other than four digits would not compare as text.
func instant(t time.Time, layout string) (any, error) {
	if y := t.Year(); y < 0 || y > 9999 {
		return nil, fmt.Errorf("the year %d cannot be kept: SQLite's times are of the years 0 to 9999", y)
	}
	return t.Format(layout), nil
}
