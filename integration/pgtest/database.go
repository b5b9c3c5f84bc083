package pgtest

import (
	"slices"
	"sync"
	"testing"
)

// Database makes an empty database for a test, and gives its DSN, postgres://... of a superuser. It is dropped at the
// end of the test, after the cleanups that the test registers later, with whoever is still connected. The first call
// in a test binary starts the server, which takes about two seconds; after that it is some milliseconds. Where there
// is no server the test is skipped (see the package's documentation).
func Database(t testing.TB) string {
	t.Helper()
	return copyOf(t, shared.use(t), "template1")
}

// template is a database that is copied, never connected to once it is complete.
type template struct {
	once     sync.Once
	scripts  []string
	database string // empty until it is complete
	err      error
}

// DatabaseFrom is Database with what the scripts make. They are run once in a test binary, in the order given, in a
// database that is then copied for each test that asks for the same name: some milliseconds, whatever they load. Each
// script is one message (several statements, one implicit transaction; no psql commands such as \connect). Where a line
// is COPY ... FROM stdin its data follow, up to \. alone on a line, as pg_dump writes them; what is behind them is another
// message. A script that fails fails each test that asks. Asking for one name with two lists of scripts is a failure.
func DatabaseFrom(t testing.TB, name string, scripts ...string) string {
	t.Helper()
	a := shared.use(t)
	made := shared.template(name, scripts)
	if !slices.Equal(made.scripts, scripts) {
		t.Fatalf("pgtest: DatabaseFrom %q was called with other scripts before: give them another name", name)
	}
	made.once.Do(func() {
		database := a.name()
		if made.err = a.create(database, "template1"); made.err == nil {
			if made.err = a.load(database, scripts); made.err == nil {
				made.database = database
			}
		}
	})
	if made.err != nil {
		t.Fatalf("pgtest: scripts of %q: %v", name, made.err)
	}
	return copyOf(t, a, made.database)
}

// template gives the template of a name; it is not loaded yet if the name is new.
func (b *binary) template(name string, scripts []string) *template {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.templates == nil {
		b.templates = map[string]*template{}
	}
	if b.templates[name] == nil {
		b.templates[name] = &template{scripts: slices.Clone(scripts)}
	}
	return b.templates[name]
}

// copyOf makes a database for a test.
func copyOf(t testing.TB, a *admin, template string) string {
	t.Helper()
	database := a.name()
	if err := a.create(database, template); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		if err := a.drop(database); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return a.dsnOf(database)
}
