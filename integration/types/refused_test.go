package types

import (
	"context"
	"encoding/json"
	"net/netip"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/types/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// What a column cannot hold is refused with an error that says why, in each way there is to write, and leaves nothing
// behind: nothing is cut short, rounded or left out in silence.
func TestRefusedToWrite(t *testing.T) {
	t.Parallel()
	db := open(t)
	q := models.Optionals.Using(db)
	type row = models.Optional
	for name, test := range map[string]struct {
		row  row
		want string // in the error
	}{
		"zero byte in a text":     {row{Note: orm.Some("a\x00b")}, "zero byte"},
		"zero byte in an array":   {row{Notes: orm.Some([]string{"a", "\x00"})}, "zero byte"},
		"zero byte in a hstore":   {row{Pairs: orm.Some(query.Hstore{"a": orm.Some("\x00")})}, "zero byte"},
		"\\u0000 in jsonb":        {row{Docb: orm.Some(json.RawMessage(`"\u0000"`))}, `\u0000`},
		"not UTF-8":               {row{Note: orm.Some("\xff")}, "invalid byte sequence"},
		"no JSON":                 {row{Docb: orm.Some(json.RawMessage(`{"a":`))}, "json"},
		"empty JSON":              {row{Doc: orm.Some(json.RawMessage(``))}, "json"},
		"no XML":                  {row{Page: orm.Some("<a>")}, "XML"},
		"text too long":           {row{Name: orm.Some("ünï𝄞xy")}, "too long"},
		"spaces too long":         {row{Names: orm.Some([]string{"123456"})}, "too long"},
		"letters too long":        {row{Code: orm.Some("abcdef")}, "too long"},
		"too many bits":           {row{Flags: orm.Some("101010")}, "bit"},
		"too few bits":            {row{Flags: orm.Some("1")}, "bit"},
		"number too large":        {row{Small: orm.Some[int64](32768)}, ""},
		"whole too large":         {row{Whole: orm.Some[int64](1 << 31)}, ""},
		"element too large":       {row{Smalls: orm.Some([]int64{1 << 15})}, "out of range"},
		"float too large":         {row{Single: orm.Some(1e39)}, ""},
		"decimal too large":       {row{Price: orm.Some(decimal.New(1, 8))}, "overflow"},
		"domain":                  {row{Age: orm.Some[int64](150)}, "age_check"},
		"domain of an element":    {row{Ages: orm.Some([]int64{1, -1})}, "age_check"},
		"domain of an enum":       {row{Likes: orm.Some(models.MoodSoSo)}, "liking_check"},
		"no value of the enum":    {row{Feeling: orm.Some[models.Mood]("SAD")}, "mood"},
		"nor within an array":     {row{Feelings: orm.Some([]models.Mood{"SAD"})}, "mood"},
		"time after the calendar": {row{At: orm.Some(time.Date(300000, 1, 1, 0, 0, 0, 0, time.UTC))}, "out"},
		"time before it":          {row{PlainAt: orm.Some(time.Date(-5000, 1, 1, 0, 0, 0, 0, time.UTC))}, "out"},
		"day after the calendar":  {row{Day: orm.Some(time.Date(6_000_000, 1, 1, 0, 0, 0, 0, time.UTC))}, "out"},
		"no address":              {row{IP: orm.Some(netip.Prefix{})}, "netip"},
		"host bits":               {row{Net: orm.Some(netip.MustParsePrefix("10.0.0.1/8"))}, "cidr"},
		"ragged array":            {row{Grid: orm.Some([][]int64{{1}, {1, 2}})}, "one size"},
		"range upside down":       {row{Seats: orm.Some(query.NewRange[int64](5, 1))}, "range lower bound"},
		"no composite":            {row{Address: orm.Some("(a)")}, "record"},
		"no point":                {row{Spot: orm.Some("here")}, "point"},
		"no time":                 {row{Clock: orm.Some("25:00:00")}, "time"},
	} {
		t.Run(name, func(t *testing.T) {
			fails := func(way string, err error) {
				t.Helper()
				require.Error(t, err, way)
				require.ErrorContains(t, err, test.want, way)
				require.Equal(t, []string{"0"}, db.Ask(t, `SELECT count(*) FROM optional WHERE copy_of IS NULL`), way)
			}
			ctx := t.Context()
			one := func() *row { r := test.row; return &r }
			first := one()
			fails("Create", q.Create(ctx, first))
			require.Zero(t, first.ID)
			fails("BulkCreate", q.BulkCreate(ctx, []*row{{}, one(), {}}))
			_, err := orm.CopyFrom(ctx, q, stream([]*row{one(), {}}))
			fails("CopyFrom", err)
			_, err = orm.CopyFrom(ctx, q, stream([]*row{{}, {}, one()}))
			fails("CopyFrom of a later row", err)
			fails("CreateAsync", orm.Async(ctx, func(ac orm.AsyncContext) error {
				_, err := q.CreateAsync(ac, one()).Await(ac)
				return err
			}))

			there := &row{CopyOf: orm.Some[int64](1)}
			require.NoError(t, q.Create(ctx, there))
			changed := one()
			changed.ID = there.ID
			fails("Save", q.Save(ctx, changed))
		})
	}
}

// What Go has no place for is an error that names the column and says what to write in ormgen.yaml; other columns of the
// row can still be read.
func TestRefusedToRead(t *testing.T) {
	t.Parallel()
	db := open(t)
	q := models.Optionals.Using(db)
	for name, test := range map[string]struct{ column, value, want string }{
		"NULL in an array":        {"wholes", "{1,NULL}", "columns: {optional.wholes: {null_elements: true}}"},
		"NULL in a list of texts": {"notes", "{NULL}", "columns: {optional.notes: {null_elements: true}}"},
		"too many dimensions":     {"wholes", "{{1,2},{3,4}}", "2 dimensions"},
		"too few":                 {"grid", "{1,2}", "1 dimensions"},
		"no number":               {"number", "NaN", "NaN"},
		"infinite number":         {"number", "Infinity", "Infinity"},
		"a tiny number":           {"number", "1e-16383", "MaxDecodeExponent"},
		"no number in an array":   {"numbers", "{NaN}", "NaN"},
	} {
		t.Run(name, func(t *testing.T) {
			db.Ask(t, `DELETE FROM optional; INSERT INTO optional (note, `+test.column+`) VALUES ('readable', `+literal(test.value)+`)`)
			_, err := q.All(t.Context())
			require.ErrorContains(t, err, test.want)
			require.ErrorContains(t, err, test.column)
			require.Less(t, len(err.Error()), 500, "whatever the value")
			require.ErrorContains(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
				_, err := q.AllAsync(ac).Await(ac)
				return err
			}), test.want)
			rows, err := q.Only(models.Optionals.Note).All(t.Context())
			require.NoError(t, err)
			require.Equal(t, orm.Some("readable"), rows[0].Note)
		})
	}
}

// Validate finds what the schema says of a row, without asking.
func TestValidate(t *testing.T) {
	t.Parallel()
	valid := models.Optional{Name: orm.Some("12345"), Age: orm.Some[int64](149), Likes: orm.Some(models.MoodEmpty), Feeling: orm.Some(models.MoodSoSo)}
	require.NoError(t, valid.Validate())
	for name, test := range map[string]struct {
		row  models.Optional
		want string
	}{
		"too long":    {models.Optional{Name: orm.Some("ünï𝄞xy")}, "Name has 6 characters, at most 5 fit"},
		"domain":      {models.Optional{Age: orm.Some[int64](-1)}, "Age"},
		"enum":        {models.Optional{Feeling: orm.Some[models.Mood]("SAD")}, "Feeling"},
		"its domain":  {models.Optional{Likes: orm.Some(models.MoodSoSo)}, "Likes"},
		"fixed texts": {models.Optional{Code: orm.Some("123456")}, "Code"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var invalid *orm.ValidationError
			require.ErrorAs(t, test.row.Validate(), &invalid)
			require.ErrorContains(t, invalid, test.want)
		})
	}
}

// A domain that is violated is a constraint that is violated.
func TestDomainsAreConstraints(t *testing.T) {
	t.Parallel()
	db := open(t)
	err := models.Optionals.Using(db).Create(context.Background(), &models.Optional{Age: orm.Some[int64](200)})
	var violated *orm.ConstraintError
	require.ErrorAs(t, err, &violated)
	require.Equal(t, orm.Check, violated.Kind)
	require.Equal(t, "age_check", violated.Constraint)
}
