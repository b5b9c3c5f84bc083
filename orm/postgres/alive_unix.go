//go:build unix

package postgres

import (
	"crypto/tls"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
)

// alive reports whether an idle connection is still open, as far as this side knows: it looks, without waiting, whether
// something has arrived that nobody asked for. That costs a system call, and no round trip. It must not take part in
// reading: after a write that took long, pgconn leaves a goroutine behind that reads until something comes.
func alive(pg *pgconn.PgConn) bool {
	var nc net.Conn = pg.Conn()
	if t, ok := nc.(*tls.Conn); ok {
		nc = t.NetConn()
	}
	s, ok := nc.(syscall.Conn)
	if !ok {
		return true
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return false
	}
	for range 16 { // messages that are no reason to close it, which is more than a server has to say
		switch waiting, open := peek(raw); {
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

// peek reports whether a byte has arrived, and whether more may come.
func peek(raw syscall.RawConn) (waiting, open bool) {
	var buf [1]byte
	n, got := 0, error(nil)
	err := raw.Control(func(fd uintptr) { // not Read: that waits for others who read
		n, _, got = syscall.Recvfrom(int(fd), buf[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
	})
	switch {
	case err != nil:
		return false, false
	case got == syscall.EAGAIN || got == syscall.EWOULDBLOCK || got == syscall.EINTR: //nolint:errorlint // an errno itself
		return false, true
	}
	return n > 0, got == nil && n > 0
}
