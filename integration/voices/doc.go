// Package voices asks Duet one question in both voices, for tests that hold its answers against a database's own.
//
//	voices.Ask(t, 2, q.All, q.AllAsync, func(t *testing.T, films []*models.Film) {
//		require.Equal(t, server.Ask(`SELECT title FROM film ORDER BY 1`), voices.Lines(films, func(f *models.Film) string { return f.Title }))
//	})
//
// A [Server] is the database, asked by pgx alone: its answers are lines of the texts that psql prints.
package voices
