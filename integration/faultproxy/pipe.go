package faultproxy

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// pipe carries the bytes of one direction of one connection. Two goroutines do so, a reader and a writer, so that a
// delay delays bytes and does not keep others from coming in.
type pipe struct {
	conn      *connection
	direction Direction
	faults    *faults
	from, to  *net.TCPConn
	queue     chan chunk
	finishing sync.Once
	finished  chan struct{} // closed when what comes is thrown away: the receiver is told of the end
}

func newPipe(conn *connection, direction Direction, from, to *net.TCPConn) *pipe {
	return &pipe{
		conn: conn, direction: direction, faults: conn.proxy.faults[direction], from: from, to: to,
		queue: make(chan chunk, underWay), finished: make(chan struct{}),
	}
}

// chunk is bytes that are under way.
type chunk struct {
	bytes []byte
	due   time.Time
}

const (
	chunkSize = 32 << 10
	underWay  = 256 // chunks between reader and writer; more wait in the sender's buffers
)

// read reads until the end, which it hands on to the writer.
func (p *pipe) read() {
	defer close(p.queue)
	for {
		select {
		case <-p.faults.gate():
		case <-p.finished:
		case <-p.conn.ended:
			return
		}
		bytes := make([]byte, chunkSize)
		n, err := p.from.Read(bytes)
		if n > 0 {
			p.conn.count(p.direction, n)
			select {
			case p.queue <- chunk{bytes: bytes[:n], due: p.faults.due(time.Now())}:
			case <-p.conn.ended:
				return
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				p.conn.cut(RST) // the sender did so
			}
			return
		}
	}
}

// write sends what was read when it is due.
func (p *pipe) write() {
	for c := range p.queue {
		if !p.hold(c.due) {
			continue
		}
		allowed, how, cut := p.faults.take(len(c.bytes))
		if _, err := p.to.Write(c.bytes[:allowed]); err != nil && !p.isFinished() {
			p.conn.cut(RST) // the receiver did so
		}
		if cut {
			p.conn.cut(how)
		}
	}
	p.finish()
}

// hold waits until bytes may pass. It is false if they never may.
func (p *pipe) hold(due time.Time) bool {
	if d := time.Until(due); d > 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-p.finished:
		case <-p.conn.ended:
		}
	}
	select {
	case <-p.faults.gate():
	case <-p.finished:
	case <-p.conn.ended:
	}
	return !p.isFinished() && !p.conn.isEnded()
}

// discard throws away what comes from now on.
func (p *pipe) discard() { p.finishing.Do(func() { close(p.finished) }) }

// finish tells the receiver that nothing more comes.
func (p *pipe) finish() {
	p.discard()
	_ = p.to.CloseWrite() // it may be closed already
}

func (p *pipe) isFinished() bool {
	select {
	case <-p.finished:
		return true
	default:
		return false
	}
}
