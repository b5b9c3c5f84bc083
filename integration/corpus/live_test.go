package corpus

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/postgres"
	"github.com/seed83105465/duet/integration/pgtest"
)

// TestMain ends the server that the tests share.
func TestMain(m *testing.M) { pgtest.Main(m) }

// A schema's text and the database that loaded it give the same models, byte by byte; so does asking the database twice.
func TestOfflineAndLiveAgree(t *testing.T) {
	t.Parallel()
	for _, s := range Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.DatabaseFrom(t, s.Name, s.Scripts(t)...)
			live := func() map[string]string {
				read, warnings, err := postgres.Live(t.Context(), dsn)
				require.NoError(t, err)
				for _, w := range warnings {
					t.Logf("warning: %s", w)
				}
				return texts(generateFrom(t, s, read))
			}
			first := live()
			require.Equal(t, texts(generate(t, s)), first)
			require.Equal(t, first, live(), "twice the same")
		})
	}
}

// texts are the files of a package by their names.
func texts(g *generated) map[string]string {
	all := make(map[string]string, len(g.files))
	for _, f := range g.files {
		all[f.Name] = string(f.Content)
	}
	return all
}
