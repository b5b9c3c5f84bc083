//go:build unix

package postgres

import (
	"crypto/tls"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
)

// socket looks at a connection's socket. It is made once for each connection, so that a look costs a system call and
// nothing else. Whoever has taken the connection uses it alone.
type socket struct {
	raw  syscall.RawConn // nil where it cannot be looked at
	peek func(fd uintptr)
	buf  [1]byte
	n    int
	err  error
}

func newSocket(pg *pgconn.PgConn) *socket {
	s := &socket{}
	var nc net.Conn = pg.Conn()
	if t, ok := nc.(*tls.Conn); ok {
		nc = t.NetConn()
	}
	if c, ok := nc.(syscall.Conn); ok {
		s.raw, _ = c.SyscallConn() // it fails for a connection that is closed, which its next user finds out
	}
	s.peek = func(fd uintptr) {
		s.n, _, s.err = syscall.Recvfrom(int(fd), s.buf[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
	}
	return s
}

// alive reports whether an idle connection is still open, as far as this side knows: it looks, without waiting, whether
// something has arrived that nobody asked for. That costs a system call, and no round trip. It must not take part in
// reading: after a write that took long, pgconn leaves a goroutine behind that reads until something comes.
func (s *socket) alive(pg *pgconn.PgConn) bool {
	if s.raw == nil {
		return true
	}
	for range 16 { // messages that are no reason to close it, which is more than a server has to say
		switch waiting, open := s.look(); {
		case !open:
			return false
		case !waiting:
			return true
		}
		if pg.CheckConn() != nil { //nolint:staticcheck // what has arrived may be a notice, or the server's last words
			return false
		}
	}
	return false
}

// look reports whether a byte has arrived, and whether more may come.
func (s *socket) look() (waiting, open bool) {
	switch err := s.raw.Control(s.peek); { // not Read: that waits for others who read
	case err != nil:
		return false, false
	case s.err == syscall.EAGAIN || s.err == syscall.EWOULDBLOCK || s.err == syscall.EINTR: //nolint:errorlint // an errno itself
		return false, true
	}
	return s.n > 0, s.err == nil && s.n > 0
}
