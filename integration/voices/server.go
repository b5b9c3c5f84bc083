package voices

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
)

// Server is a database twice: as Duet has it, and past all of Duet's code.
type Server struct {
	*orm.DB
	dsn string
}

// Open opens a database for the length of the test.
func Open(t *testing.T, dsn string, options ...postgres.Option) *Server {
	t.Helper()
	db, err := postgres.Open(t.Context(), dsn, options...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return &Server{DB: db, dsn: dsn}
}

// Ask runs statements as psql does, and gives the rows of the last one: the texts of the values with " | " between them.
// NULL is an empty text.
func (s *Server) Ask(t *testing.T, sql string) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.dsn)
	require.NoError(t, err)
	defer conn.Close(context.Background()) //nolint:errcheck // of a test
	_, err = conn.Exec(t.Context(), "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'")
	require.NoError(t, err)
	results, err := conn.PgConn().Exec(t.Context(), sql).ReadAll()
	require.NoError(t, err, "%.500s", sql)
	rows := []string{}
	for _, row := range results[len(results)-1].Rows {
		texts := make([]string, len(row))
		for i, value := range row {
			texts[i] = string(value)
		}
		rows = append(rows, strings.Join(texts, " | "))
	}
	return rows
}
