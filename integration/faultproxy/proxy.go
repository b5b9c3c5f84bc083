package faultproxy

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"
)

// Proxy stands between clients and one server. Its methods are for any goroutine.
type Proxy struct {
	server   string
	listener *net.TCPListener
	faults   [2]*faults // by direction
	done     context.Context
	stop     context.CancelFunc
	running  sync.WaitGroup

	mu       sync.Mutex
	refusing bool
	counts   Counts
	open     map[*connection]bool
}

// Start starts a proxy before a server, host:port, at a port of 127.0.0.1 that is free. The server need not be there
// yet: a client that connects before is reset. The caller closes the proxy.
func Start(server string) (*Proxy, error) {
	if _, _, err := net.SplitHostPort(server); err != nil {
		return nil, fmt.Errorf("faultproxy: the server is host:port: %w", err)
	}
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, fmt.Errorf("faultproxy: %w", err)
	}
	p := &Proxy{
		server: server, listener: listener, faults: [2]*faults{newFaults(), newFaults()}, open: map[*connection]bool{},
	}
	p.done, p.stop = context.WithCancel(context.Background())
	p.running.Go(p.accept)
	return p, nil
}

// Before starts a proxy before the server of a DSN (postgres://user:password@host:port/database) for the length of a
// test, and gives the DSN through it.
func Before(t testing.TB, dsn string) (*Proxy, string) {
	t.Helper()
	through, err := url.Parse(dsn)
	if err != nil {
		t.Fatalf("faultproxy: %v", err)
	}
	p, err := Start(through.Host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	through.Host = p.Addr()
	return p, through.String()
}

// Addr is where clients connect, 127.0.0.1:port.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

// Close resets all connections, refuses new ones, and returns when every goroutine has ended. Closing twice does
// nothing.
func (p *Proxy) Close() error {
	p.stop()
	err := p.listener.Close()
	p.Cut(RST)
	p.running.Wait()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("faultproxy: %w", err)
	}
	return nil
}

func (p *Proxy) connections() []*connection {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := make([]*connection, 0, len(p.open))
	for c := range p.open {
		list = append(list, c)
	}
	return slices.Clip(list)
}

// accept takes connections until the listener is closed.
func (p *Proxy) accept() {
	for {
		client, err := p.listener.AcceptTCP()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // a client that has gone again
		}
		p.mu.Lock()
		p.counts.Connections++
		refusing := p.refusing
		p.mu.Unlock()
		if refusing {
			_ = reset(client) // it may be gone already
			continue
		}
		p.running.Go(func() { p.serve(client) })
	}
}

// serve carries one connection to its end.
func (p *Proxy) serve(client *net.TCPConn) {
	dialed, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(p.done, "tcp", p.server)
	if err != nil {
		_ = reset(client) // it may be gone already
		return
	}
	server := dialed.(*net.TCPConn) // the network is tcp
	c := &connection{proxy: p, client: client, server: server, ended: make(chan struct{}), last: ToClient}
	c.pipes = [2]*pipe{
		ToServer: newPipe(c, ToServer, client, server),
		ToClient: newPipe(c, ToClient, server, client),
	}
	p.mu.Lock()
	p.open[c] = true
	p.mu.Unlock()
	if p.done.Err() != nil {
		c.cut(RST) // Close did not see it
	}
	var carrying sync.WaitGroup
	for _, pipe := range c.pipes {
		carrying.Go(pipe.read)
		carrying.Go(pipe.write)
	}
	carrying.Wait()
	c.close((*net.TCPConn).Close) // both directions have ended; what was sent still arrives
	p.mu.Lock()
	delete(p.open, c)
	p.mu.Unlock()
}

// connection is a client's connection and the one to the server that belongs to it.
type connection struct {
	proxy          *Proxy
	client, server *net.TCPConn
	pipes          [2]*pipe // by direction
	last           Direction
	end            sync.Once
	ended          chan struct{} // closed when both were closed
}

// cut ends both directions. An orderly end is told to both sides, and is complete when both have closed: a socket that
// is closed while bytes still arrive for it would answer them with a reset.
func (c *connection) cut(how How) {
	if how == RST {
		c.close(reset)
		return
	}
	for _, pipe := range c.pipes {
		pipe.discard() // both, so that the answer to the one's end is not heard by the other
	}
	for _, pipe := range c.pipes {
		pipe.finish()
	}
}

// close closes both sides, once.
func (c *connection) close(side func(*net.TCPConn) error) {
	c.end.Do(func() {
		_ = side(c.client) // its other end may have closed it
		_ = side(c.server)
		close(c.ended)
	})
}

func (c *connection) isEnded() bool {
	select {
	case <-c.ended:
		return true
	default:
		return false
	}
}

// reset closes with a TCP reset.
func reset(side *net.TCPConn) error {
	return errors.Join(side.SetLinger(0), side.Close())
}

// count counts bytes that arrived.
func (c *connection) count(direction Direction, n int) {
	p := c.proxy
	p.mu.Lock()
	defer p.mu.Unlock()
	if direction == ToServer {
		p.counts.ToServer += int64(n)
		if c.last == ToClient {
			p.counts.RoundTrips++
		}
	} else {
		p.counts.ToClient += int64(n)
	}
	c.last = direction
}
