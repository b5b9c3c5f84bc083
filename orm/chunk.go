package orm

import (
	"sync"
	"sync/atomic"

	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// chunkRows is the most rows that share a chunk.
const chunkRows = 256

// Handle is where a row keeps what it knows of its origin: the chunk it was allocated in and its place there. Generated
// models have one. A copy of a row is the same row of the same chunk. The zero Handle is that of a row made by hand.
type Handle struct {
	chunk *chunk
	index int32
}

// chunk is up to chunkRows rows of one result set. Rows of a chunk are loaded, and find their relations, together. The
// rows themselves belong to the program; what the chunk needs of them later it keeps for itself. It holds on to nothing
// else of the result set, so that a row which is kept keeps its chunk alive and no more.
type chunk struct {
	m      *model
	origin origin
	n      int      // rows in use
	size   int      // rows there is room for
	rows   rowStore // the typed rows
	fields []int    // the columns that were loaded; nil for all
	keys   keys
	slots  atomic.Pointer[slots] // nil until a relation is loaded

	publish sync.Mutex // held while a slot is replaced

	mu      sync.Mutex
	flights map[flight]chan struct{} // loads that are under way
}

// slots are what is loaded of a chunk's relations.
type slots []atomic.Pointer[loaded]

// slot is what is loaded of a relation; nil when nothing is.
func (c *chunk) slot(rel int) *loaded {
	if s := c.slots.Load(); s != nil {
		return (*s)[rel].Load()
	}
	return nil
}

// put publishes what is loaded of a relation. Whoever does is alone with the chunk, or holds its lock for publishing.
func (c *chunk) put(rel int, l *loaded) {
	s := c.slots.Load()
	if s == nil {
		made := make(slots, len(c.m.desc.Relations))
		s = &made
		c.slots.Store(s)
	}
	(*s)[rel].Store(l)
}

// flight is what a load under way is of. Sessions do not share one: a transaction that waited for a load outside of it
// might hold the very connection that the load waits for.
type flight struct {
	rel     *query.Relation
	session Session
}

// origin is the result set that rows came from.
type origin struct {
	session Session
	call    string // "All"
	site    safety.Site
	scope   *safety.Scope // the async scope that asked; nil for blocking code
}

// ref is a row as the untyped core knows it; the zero ref is no row.
type ref struct {
	c *chunk
	i int32
}

// loaded is a relation of a chunk's rows. It is complete before it is published in its slot, and never changed then.
type loaded struct {
	one     []ref   // to-one: the target of each row
	many    any     // to-many: a []*T, the targets of all rows,
	offsets []int32 // of which those of row i are many[offsets[i]:offsets[i+1]]
	targets []ref   // to-many: the same, untyped
	flags   []flag  // of each row; nil when it is have for all
}

// flag says what is known of one row's relation.
type flag uint8

const (
	have    flag = 1 << iota // it is loaded
	partial                  // filtered or limited
	up                       // it is the other end of a relation that was loaded from there
)

// is reports whether a row has all of these flags.
func (l *loaded) is(i int32, f flag) bool {
	switch {
	case l == nil:
		return false
	case l.flags == nil:
		return f == have
	}
	return l.flags[i]&f == f
}

// whole reports whether a row's relation is loaded, and nothing of it left out.
func (l *loaded) whole(i int32) bool { return l.is(i, have) && !l.is(i, partial) }

// flag gives a row flags. A relation that had none is loaded for all rows so far.
func (l *loaded) flag(i int32, f flag, size int) {
	if l.flags == nil {
		l.flags = make([]flag, size)
		for k := range l.flags {
			l.flags[k] = have
		}
	}
	l.flags[i] = f
}

// hasColumn reports whether a column was loaded.
func (c *chunk) hasColumn(column int) bool {
	if c.fields == nil {
		return true
	}
	for _, f := range c.fields {
		if f == column {
			return true
		}
	}
	return false
}
