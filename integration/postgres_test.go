package integration

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/conformance"
	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/testdata"
)

func TestPostgres(t *testing.T) {
	t.Parallel()
	conformance.Run(t, func(t *testing.T) (*orm.DB, conformance.Raw) {
		dsn := pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed())
		db, err := postgres.Open(t.Context(), dsn)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		return db, rawPostgres(t, dsn)
	})
}

// rawPostgres asks through pgx alone.
func rawPostgres(t *testing.T, dsn string) conformance.Raw {
	return func(text string, args ...any) [][]any {
		t.Helper()
		ctx := context.Background()
		conn, err := pgx.Connect(ctx, dsn)
		require.NoError(t, err)
		defer conn.Close(ctx)
		rows, err := conn.Query(ctx, text, args...)
		require.NoError(t, err, text)
		defer rows.Close()
		var out [][]any
		for rows.Next() {
			row, err := rows.Values()
			require.NoError(t, err)
			for i, v := range row {
				switch v := v.(type) {
				case pgtype.Numeric:
					row[i] = exact(t, v)
				case map[string]any, []any:
					doc, err := json.Marshal(v)
					require.NoError(t, err)
					row[i] = string(doc)
				}
			}
			out = append(out, row)
		}
		require.NoError(t, rows.Err(), text)
		return out
	}
}

// exact is a number without loss.
func exact(t *testing.T, n pgtype.Numeric) any {
	t.Helper()
	text, err := n.Value()
	require.NoError(t, err)
	if text == nil {
		return nil
	}
	d, err := decimal.NewFromString(text.(string))
	require.NoError(t, err)
	return d
}
