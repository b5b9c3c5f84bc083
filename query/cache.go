package query

import (
	"encoding/binary"
	"hash/maphash"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Cache keeps the plans of statements by their shape: everything of a statement but its argument values. A plan is
// compiled once; on a hit only the arguments are collected. It holds a bounded number of plans and drops those that
// were not used lately. It is safe for use by several goroutines.
type Cache struct {
	dialect Dialect
	size    int
	hash    func([]byte) uint64
	keys    sync.Pool // of *[]byte, to write keys into

	mu       sync.RWMutex
	plans    map[uint64]*entry
	order    []*entry // a ring for the clock
	hand     int
	compiled atomic.Int64
}

type entry struct {
	key  string
	hash uint64
	plan *Plan
	used atomic.Bool
	next *entry // another shape of the same hash
}

// NewCache is an empty cache for at most size plans of a dialect; a size below 1 means 4096.
func NewCache(d Dialect, size int) *Cache {
	if size < 1 {
		size = 4096
	}
	seed := maphash.MakeSeed()
	return &Cache{dialect: d, size: size, plans: map[uint64]*entry{},
		hash: func(b []byte) uint64 { return maphash.Bytes(seed, b) }}
}

// Compiled is how many statements the cache has compiled: its misses.
func (c *Cache) Compiled() int64 { return c.compiled.Load() }

// Plan is the plan of a statement and the statement's arguments in the order of the placeholders; room, which may be nil, is
// empty and where they are put if they fit (those of an insert are Row itself, where they are in order). A statement that cannot be compiled is an *[Error], and is not kept.
func (c *Cache) Plan(s *Statement, room []Value) (*Plan, []Value, error) {
	buf, _ := c.keys.Get().(*[]byte)
	if buf == nil {
		buf = new([]byte)
	}
	defer c.keys.Put(buf)
	if room == nil {
		room = make([]Value, 0, 4)
	}
	w := shape{key: (*buf)[:0], args: room}
	w.statement(s)
	*buf = w.key
	h := c.hash(w.key)
	if p := c.find(h, w.key); p != nil {
		return p, w.arranged(p, s), nil
	}
	p, err := compile(c.dialect, s, len(w.args))
	if err != nil {
		return nil, nil, err
	}
	c.compiled.Add(1)
	p = c.keep(h, string(w.key), p)
	return p, w.arranged(p, s), nil
}

func (c *Cache) find(h uint64, key []byte) *Plan {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for e := c.plans[h]; e != nil; e = e.next {
		if e.key == string(key) {
			if !e.used.Load() {
				e.used.Store(true)
			}
			return e.plan
		}
	}
	return nil
}

// keep adds a plan, unless another goroutine was faster, and returns the one that is kept.
func (c *Cache) keep(h uint64, key string, p *Plan) *Plan {
	c.mu.Lock()
	defer c.mu.Unlock()
	for e := c.plans[h]; e != nil; e = e.next {
		if e.key == key {
			return e.plan
		}
	}
	e := &entry{key: key, hash: h, plan: p, next: c.plans[h]}
	c.plans[h] = e
	if len(c.order) < c.size {
		c.order = append(c.order, e)
		return p
	}
	for c.order[c.hand].used.Swap(false) {
		c.hand = (c.hand + 1) % c.size
	}
	c.drop(c.order[c.hand])
	c.order[c.hand] = e
	c.hand = (c.hand + 1) % c.size
	return p
}

func (c *Cache) drop(old *entry) {
	at := c.plans[old.hash]
	if at == old {
		if old.next == nil {
			delete(c.plans, old.hash)
			return
		}
		c.plans[old.hash] = old.next
		return
	}
	for at.next != old {
		at = at.next
	}
	at.next = old.next
}

// appendTable tells tables apart by their address. A plan keeps its table, so an address in the cache is never reused
// for another.
func appendTable(b []byte, t *Table) []byte {
	return binary.LittleEndian.AppendUint64(b, uint64(uintptr(unsafe.Pointer(t)))) //nolint:gosec // an identity, never turned back into a pointer
}
