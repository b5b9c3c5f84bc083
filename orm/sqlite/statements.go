package sqlite

import (
	sqldriver "database/sql/driver"

	"github.com/mattn/go-sqlite3"
)

// stmt is one prepared statement of one connection, with the space its runs share.
type stmt struct {
	raw    *sqlite3.SQLiteStmt // nil for a script
	sql    string
	kind   kind
	busy   bool // a run is under way: another run of the same text needs another stmt
	lone   bool // not in the cache: closed when its run ends
	writes bool
	args   []sqldriver.NamedValue
	dest   []sqldriver.Value
	// quick is how many runs from now on are taken to be quick: see conn.context.
	quick int

	newer, older *stmt // neighbours in the cache
}

func (s *stmt) close() {
	if s.raw != nil {
		_ = s.raw.Close() // repeats the error of the last run, which was reported
	}
}

// statements is a connection's cache of prepared statements, least recently used out first. It is keyed by the text,
// not by the plan: plans are evicted and made again.
type statements struct {
	max    int
	byText map[string]*stmt
	ends   stmt // ring: ends.older is the newest, ends.newer the oldest
}

func newStatements(size int) *statements {
	c := &statements{max: size, byText: make(map[string]*stmt)}
	c.ends.newer, c.ends.older = &c.ends, &c.ends
	return c
}

// take is the cached statement of this text, marked busy; nil when there is none or it is busy.
func (c *statements) take(sql string) *stmt {
	s := c.byText[sql]
	if s == nil || s.busy {
		return nil
	}
	s.busy = true
	if c.ends.older != s {
		c.unlink(s)
		c.link(s)
	}
	return s
}

// add gives a new, busy statement to the cache, unless there is one of its text; then it is closed when its run ends.
func (c *statements) add(s *stmt) {
	s.busy = true
	if c.byText[s.sql] != nil {
		s.lone = true
		return
	}
	c.byText[s.sql] = s
	c.link(s)
	for s := c.ends.newer; len(c.byText) > c.max && s != &c.ends; {
		next := s.newer
		if !s.busy {
			c.drop(s)
			s.close()
		}
		s = next
	}
}

// give ends a run.
func (c *statements) give(s *stmt) {
	s.busy = false
	clear(s.dest)
	for i := range s.args { // arguments may be large
		s.args[i].Value = nil
	}
	if s.lone {
		s.close()
	}
}

func (c *statements) drop(s *stmt) {
	delete(c.byText, s.sql)
	c.unlink(s)
}

func (c *statements) closeAll() {
	for _, s := range c.byText {
		s.close()
	}
	c.byText = nil
}

func (c *statements) unlink(s *stmt) {
	s.newer.older, s.older.newer = s.older, s.newer
}

func (c *statements) link(s *stmt) {
	s.newer, s.older = &c.ends, c.ends.older
	s.older.newer = s
	c.ends.older = s
}
