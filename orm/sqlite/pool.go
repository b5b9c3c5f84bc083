package sqlite

import (
	"context"
	"sync"
)

// readers are the connections that read, opened when they are needed.
type readers struct {
	db    *database
	turns lock // how many may be used by pipelines and transactions at once
	mu    sync.Mutex
	idle  []*conn // the last used at the end, because what it prepared is warm
}

// take is a reader for a pipeline or a transaction. give it back.
func (p *readers) take(ctx context.Context) (*conn, error) {
	if err := p.turns.take(ctx, p.db); err != nil {
		return nil, err
	}
	c, err := p.extra(ctx)
	if err != nil {
		p.turns.give()
	}
	return c, err
}

func (p *readers) give(c *conn) {
	p.giveExtra(c)
	p.turns.give()
}

// extra is a reader beyond those that may be used at once. A cursor is open for as long as its user likes: if it took
// one of the others' turns, a few of them would keep every query waiting, those of their own users included.
func (p *readers) extra(ctx context.Context) (*conn, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		c := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return c, nil
	}
	p.mu.Unlock()
	return p.db.connect(ctx, reading)
}

func (p *readers) giveExtra(c *conn) {
	p.mu.Lock()
	keep := len(p.idle) < cap(p.turns)
	if keep {
		p.idle = append(p.idle, c)
	}
	p.mu.Unlock()
	if !keep {
		_ = c.close()
	}
}

// close waits for pipelines to end, and closes what is idle then.
func (p *readers) close() error {
	for range cap(p.turns) {
		p.turns.insist()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var first error
	for _, c := range p.idle {
		if err := c.close(); err != nil && first == nil {
			first = err
		}
	}
	p.idle = nil
	return first
}
