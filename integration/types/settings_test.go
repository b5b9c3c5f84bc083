package types

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/integration/types/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
)

// A database may be set to write values otherwise: times of another zone, days with the month behind, bytes with
// backslashes, floats with fewer digits. Duet reads and writes the same, alone and through PgBouncer.
func TestSettingsOfTheDatabase(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(t *testing.T, dsn string) *voices.Server{
		"direct": func(t *testing.T, dsn string) *voices.Server { return voices.Open(t, dsn) },
		"through PgBouncer": func(t *testing.T, dsn string) *voices.Server {
			return voices.Open(t, pgtest.PgBouncer(t, dsn), postgres.PgBouncer())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.DatabaseFrom(t, "types", schema)
			parsed, err := url.Parse(dsn)
			require.NoError(t, err)
			plain := voices.Open(t, dsn)
			for setting, value := range map[string]string{
				"TimeZone": "America/New_York", "DateStyle": "German, DMY", "IntervalStyle": "iso_8601", "bytea_output": "escape", "extra_float_digits": "0",
				"xmlbinary": "hex", "quote_all_identifiers": "on",
			} {
				if setting == "extra_float_digits" && name != "direct" {
					continue // what the server does not send cannot be read, and PgBouncer does not let it be asked
				}
				plain.Ask(t, fmt.Sprintf(`ALTER DATABASE %s SET %s = '%s'`, strings.TrimPrefix(parsed.Path, "/"), setting, value))
			}
			db := open(t, dsn)
			var script strings.Builder
			script.WriteString("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres';")
			for _, column := range slices.Sorted(maps.Keys(edges)) {
				for _, value := range edges[column] {
					fmt.Fprintf(&script, "INSERT INTO optional (%s) VALUES (%s);\n", column, literal(value))
				}
			}
			plain.Ask(t, script.String())
			q := models.Optionals.Using(db)
			rows, err := q.OrderBy(models.Optionals.ID.Asc()).All(t.Context())
			require.NoError(t, err)
			i := 0
			for row, err := range q.OrderBy(models.Optionals.ID.Asc()).Iterate(t.Context()) {
				require.NoError(t, err)
				require.True(t, row.Equal(rows[i]), "a cursor reads the same: %d", row.ID)
				i++
			}
			require.Len(t, rows, i)
			copies := make([]*models.Optional, len(rows))
			for i, row := range rows {
				c := *row
				c.ID, c.CopyOf = 0, orm.Some(row.ID)
				copies[i] = &c
			}
			require.NoError(t, q.BulkCreate(t.Context(), copies[:len(copies)/2]))
			n, err := orm.CopyFrom(t.Context(), q, stream(copies[len(copies)/2:]))
			require.NoError(t, err)
			require.EqualValues(t, len(copies)-len(copies)/2, n)
			same(t, plain, "optional", len(rows))
		})
	}
}
