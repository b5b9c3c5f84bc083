package faultproxy

import (
	"fmt"
	"sync"
	"time"
)

// Direction is where bytes go.
type Direction int

const (
	// ToServer is from the client to the server.
	ToServer Direction = iota
	// ToClient is from the server to the client.
	ToClient
)

func (d Direction) String() string {
	if d == ToServer {
		return "to server"
	}
	return "to client"
}

// How says how a connection is cut.
type How int

const (
	// RST cuts as a crash or a firewall does: both sides get a TCP reset ("connection reset by peer").
	RST How = iota
	// FIN cuts as an orderly close does: both sides read an end of file, what they still send is thrown away.
	FIN
)

// Counts is what passed since the proxy was started.
type Counts struct {
	Connections int   // that were accepted
	ToServer    int64 // bytes that arrived from clients
	ToClient    int64 // bytes that arrived from servers
	// RoundTrips counts how often a client began to send: with the first byte of a connection, and with each byte that
	// follows one from the server. A client that sends while an answer still arrives is counted too often.
	RoundTrips int
}

// faults is what the proxy does to one direction. All pipes of the direction share it.
type faults struct {
	mu      sync.Mutex
	delay   time.Duration
	open    chan struct{} // closed unless the direction is held
	allowed int64         // bytes until the cut; negative is no cut
	how     How
}

func newFaults() *faults {
	f := &faults{open: make(chan struct{}), allowed: -1}
	close(f.open)
	return f
}

// due is when a byte that arrived now goes on.
func (f *faults) due(now time.Time) time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return now.Add(f.delay)
}

// gate is closed when bytes may pass.
func (f *faults) gate() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.open
}

// take says how many of n bytes may pass, and whether the connection is cut after them.
func (f *faults) take(n int) (allowed int, how How, cut bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.allowed < 0 {
		return n, 0, false
	}
	if int64(n) < f.allowed {
		f.allowed -= int64(n)
		return n, 0, false
	}
	allowed = int(f.allowed)
	f.allowed = -1
	return allowed, f.how, true
}

// Delay makes bytes of a direction arrive later by d, however many they are: a longer way, not a narrower one. Zero
// is no delay; less is a panic. Bytes that are under way keep their time.
func (p *Proxy) Delay(direction Direction, d time.Duration) {
	if d < 0 {
		panic(fmt.Sprintf("faultproxy: a delay of %v: bytes do not arrive before they were sent", d))
	}
	f := p.faults[direction]
	f.mu.Lock()
	defer f.mu.Unlock()
	f.delay = d
}

// Hold stops reading in a direction, and sending what was read: nothing passes, nobody is told, the sender's buffers
// fill. So does a network cable that was pulled. Holding twice does nothing.
func (p *Proxy) Hold(direction Direction) {
	f := p.faults[direction]
	f.mu.Lock()
	defer f.mu.Unlock()
	select {
	case <-f.open:
		f.open = make(chan struct{})
	default:
	}
}

// Release ends a Hold: what was held passes. Releasing what is not held does nothing.
func (p *Proxy) Release(direction Direction) {
	f := p.faults[direction]
	f.mu.Lock()
	defer f.mu.Unlock()
	select {
	case <-f.open:
	default:
		close(f.open)
	}
}

// CutAfter lets n more bytes of a direction pass, over all connections, and then cuts the connection that would carry
// the next; n = 0 cuts before the next byte. That happens once. A second call replaces the first, a negative n takes
// it back.
func (p *Proxy) CutAfter(direction Direction, n int64, how How) {
	f := p.faults[direction]
	f.mu.Lock()
	defer f.mu.Unlock()
	f.allowed, f.how = n, how
}

// Cut cuts all connections that are open. New ones can be made.
func (p *Proxy) Cut(how How) {
	for _, c := range p.connections() {
		c.cut(how)
	}
}

// HalfClose ends one direction of all connections that are open: its receiver reads an end of file, what its sender
// still sends is thrown away. The other direction works on.
func (p *Proxy) HalfClose(direction Direction) {
	for _, c := range p.connections() {
		c.pipes[direction].finish()
	}
}

// Refuse makes the proxy cut each new connection with a reset as soon as it is accepted, until it is called with
// false. Open connections are left alone.
func (p *Proxy) Refuse(refuse bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refusing = refuse
}

// Counts gives what passed until now.
func (p *Proxy) Counts() Counts {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts
}
