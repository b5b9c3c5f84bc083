package types

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/types/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// A way is how rows get into a table: all of those that were read before, as copies.
type way[M any] struct {
	name  string
	write func(ctx context.Context, t *testing.T, q *orm.Query[M], rows []*M)
}

func ways[M any](save func(ctx context.Context, t *testing.T, q *orm.Query[M], rows []*M)) []way[M] {
	return []way[M]{
		{"Create", func(ctx context.Context, t *testing.T, q *orm.Query[M], rows []*M) {
			for _, row := range rows {
				require.NoError(t, q.Create(ctx, row))
			}
		}},
		{"CreateAsync", func(ctx context.Context, t *testing.T, q *orm.Query[M], rows []*M) {
			require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
				futures := make([]*orm.Future[struct{}], len(rows))
				for i, row := range rows {
					futures[i] = q.CreateAsync(ac, row)
				}
				_, err := orm.Gather(ac, futures...)
				return err
			}))
		}},
		{"BulkCreate", func(ctx context.Context, t *testing.T, q *orm.Query[M], rows []*M) {
			require.NoError(t, q.BulkCreate(ctx, rows))
		}},
		{"BulkCreate with IgnoreConflicts", func(ctx context.Context, t *testing.T, q *orm.Query[M], rows []*M) {
			require.NoError(t, q.BulkCreate(ctx, rows, orm.IgnoreConflicts[M]()))
		}},
		{"CopyFrom", func(ctx context.Context, t *testing.T, q *orm.Query[M], rows []*M) {
			n, err := orm.CopyFrom(ctx, q, stream(rows))
			require.NoError(t, err)
			require.EqualValues(t, len(rows), n)
		}},
		{"Save", save},
	}
}

func stream[M any](rows []*M) iter.Seq2[*M, error] {
	return func(yield func(*M, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Every value that SQL can write into a column is read and written back as it was, in each way that there is to write.
// Each row has a value in one column, and NULL in all others.
func TestRoundTripOfNullable(t *testing.T) {
	t.Parallel()
	var script strings.Builder
	for _, column := range slices.Sorted(maps.Keys(edges)) {
		for _, value := range edges[column] {
			fmt.Fprintf(&script, "INSERT INTO optional (%s) VALUES (%s);\n", column, literal(value))
		}
	}
	script.WriteString("INSERT INTO optional DEFAULT VALUES;")

	save := func(ctx context.Context, t *testing.T, q *orm.Query[models.Optional], rows []*models.Optional) {
		for _, row := range rows {
			blank := &models.Optional{CopyOf: row.CopyOf}
			require.NoError(t, q.Create(ctx, blank))
			row.ID = blank.ID
			require.NoError(t, q.Save(ctx, row))
		}
	}
	for _, w := range ways(save) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			db := open(t)
			db.Ask(t, script.String())
			q := models.Optionals.Using(db)
			rows, err := q.OrderBy(models.Optionals.ID.Asc()).All(t.Context())
			require.NoError(t, err)
			copies := make([]*models.Optional, len(rows))
			for i, row := range rows {
				c := *row
				c.ID, c.CopyOf = 0, orm.Some(row.ID)
				copies[i] = &c
			}
			w.write(t.Context(), t, q, copies)
			same(t, db, "optional", len(rows))
			if w.name == "CopyFrom" {
				return // which fills nothing in
			}
			for i, row := range rows { // as the database gave it back, it is as it was read
				copies[i].ID, copies[i].CopyOf = row.ID, row.CopyOf
				require.True(t, row.Equal(copies[i]), "row %d", row.ID)
			}
		})
	}
}

// The same where no column may be NULL: each row has a value in all columns.
func TestRoundTripOfNotNull(t *testing.T) {
	t.Parallel()
	columns := slices.Sorted(maps.Keys(edges))
	most := 0
	for _, column := range columns {
		most = max(most, len(edges[column]))
	}
	var script strings.Builder
	for i := range most {
		values := make([]string, len(columns))
		for c, column := range columns {
			values[c] = literal(edges[column][i%len(edges[column])])
		}
		fmt.Fprintf(&script, "INSERT INTO required (%s) VALUES (%s);\n", strings.Join(columns, ", "), strings.Join(values, ", "))
	}

	save := func(ctx context.Context, t *testing.T, q *orm.Query[models.Required], rows []*models.Required) {
		for i, row := range rows { // each row begins as the one before it
			before := *rows[(i+len(rows)-1)%len(rows)]
			before.ID, before.CopyOf = 0, row.CopyOf
			require.NoError(t, q.Create(ctx, &before))
			row.ID = before.ID
			require.NoError(t, q.Save(ctx, row))
		}
	}
	for _, w := range ways(save) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			db := open(t)
			db.Ask(t, script.String())
			q := models.Requireds.Using(db)
			rows, err := q.OrderBy(models.Requireds.ID.Asc()).All(t.Context())
			require.NoError(t, err)
			copies := make([]*models.Required, len(rows))
			for i, row := range rows {
				require.NoError(t, row.Validate())
				c := *row
				c.ID, c.CopyOf = 0, orm.Some(row.ID)
				copies[i] = &c
			}
			w.write(t.Context(), t, q, copies)
			same(t, db, "required", len(rows))
		})
	}
}

// changed is what is not the same text afterwards, and means the same: trailing zeros of a numeric, which decimal.Decimal does
// not write, lower bounds of arrays, which slices do not have, and the declaration of XML, which Postgres does not send.
var changed = []string{
	"grid | [0:0][5:6]={{1,2}} | {{1,2}}",
	"number | -1.50 | -1.5",
	"number | 0.000 | 0",
	"numbers | {0.000,-1.50,123456789012345678901234567890.5} | {0,-1.5,123456789012345678901234567890.5}",
	`page | <?xml version="1.0"?><a b="c">ü &amp; d</a> | <a b="c">ü &amp; d</a>`,
	"prices | [1.50,2.00] | [1.5,2]",
	"smalls | [0:1]={1,2} | {1,2}",
}

// same fails for every column of a copy whose text is not that of what it is a copy of, or what it is known to become.
func same(t *testing.T, db *voices.Server, table string, rows int) {
	t.Helper()
	require.Equal(t, []string{voices.Line(rows)}, db.Ask(t, `SELECT count(*) FROM `+table+` WHERE copy_of IS NOT NULL`))
	parts := make([]string, 0, len(edges))
	for column := range maps.Keys(edges) {
		parts = append(parts, fmt.Sprintf(`SELECT DISTINCT '%[1]s', left(o.%[1]s::text, 200), left(c.%[1]s::text, 200) FROM %[2]s o
			JOIN %[2]s c ON c.copy_of = o.id WHERE o.%[1]s::text IS DISTINCT FROM c.%[1]s::text`, column, table))
	}
	require.ElementsMatch(t, changed, db.Ask(t, strings.Join(parts, " UNION ")))
}

// literal writes a text of SQL.
func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// All columns of the models have edges: who adds a type adds its values.
func TestEdgesAreOfAllColumns(t *testing.T) {
	t.Parallel()
	for _, table := range []*query.Table{&models.Optionals.Desc, &models.Requireds.Desc} {
		names := map[string]bool{"id": true, "copy_of": true}
		for name, values := range edges {
			names[name] = true
			require.NotEmpty(t, values, name)
		}
		for _, c := range table.Columns {
			require.True(t, names[c.Name], c.Name)
			delete(names, c.Name)
		}
		require.Empty(t, names, "values of no column")
	}
}
