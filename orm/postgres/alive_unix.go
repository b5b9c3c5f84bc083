//go:build unix

package postgres

import (
	"crypto/tls"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
)

// alive reports whether an idle connection is still open, as far as this side knows: it looks, without waiting, whether
// something has arrived that nobody asked for. That costs a system call, and no round trip.
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
	var buf [1]byte
	n, got := 0, error(nil)
	err = raw.Read(func(fd uintptr) bool {
		n, _, got = syscall.Recvfrom(int(fd), buf[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		return true
	})
	switch {
	case err != nil:
		return false
	case got == syscall.EAGAIN || got == syscall.EWOULDBLOCK: //nolint:errorlint // an errno itself
		return true
	case got != nil || n == 0:
		return false
	}
	return pg.CheckConn() == nil //nolint:staticcheck // what has arrived may be a notice, or the server's last words
}
