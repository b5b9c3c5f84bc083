package faultproxy_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/seed83105465/duet/integration/faultproxy"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// echo is a server that answers each line with itself. At an end of file it says "bye", and how it ended goes to ends.
type echo struct {
	addr string
	ends chan error
}

func newEcho(t *testing.T) *echo {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	e := &echo{addr: l.Addr().String(), ends: make(chan error, 100)}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() { e.serve(conn) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		running.Wait()
	})
	return e
}

func (e *echo) serve(conn net.Conn) {
	defer conn.Close()
	for r := bufio.NewReader(conn); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			_, _ = conn.Write([]byte("bye\n"))
			e.ends <- err
			return
		}
		if _, err := conn.Write([]byte(line)); err != nil {
			e.ends <- err
			return
		}
	}
}

// client speaks lines.
type client struct {
	*net.TCPConn
	t *testing.T
	r *bufio.Reader
}

func newProxy(t *testing.T, e *echo) *faultproxy.Proxy {
	t.Helper()
	p, err := faultproxy.Start(e.addr)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}

func dial(t *testing.T, p *faultproxy.Proxy) *client {
	t.Helper()
	conn, err := net.Dial("tcp", p.Addr())
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return &client{TCPConn: conn.(*net.TCPConn), t: t, r: bufio.NewReader(conn)}
}

func (c *client) send(text string) {
	c.t.Helper()
	_, err := c.Write([]byte(text))
	require.NoError(c.t, err)
}

func (c *client) expect(text string) {
	c.t.Helper()
	got := make([]byte, len(text))
	_, err := io.ReadFull(c.r, got)
	require.NoError(c.t, err)
	require.Equal(c.t, text, string(got))
}

func (c *client) expectEnd(want error) {
	c.t.Helper()
	_, err := c.r.ReadByte()
	require.ErrorIs(c.t, err, want)
}

// expectRefused connects and is reset, while it connects or after.
func expectRefused(t *testing.T, p *faultproxy.Proxy) {
	t.Helper()
	conn, err := net.Dial("tcp", p.Addr())
	if err == nil {
		defer conn.Close()
		_, err = conn.Read(make([]byte, 1))
	}
	require.ErrorIs(t, err, syscall.ECONNRESET)
}

// silent asserts that nothing comes for a while.
func (c *client) silent(d time.Duration) {
	c.t.Helper()
	require.NoError(c.t, c.SetReadDeadline(time.Now().Add(d)))
	_, err := c.r.ReadByte()
	var timeout net.Error
	require.True(c.t, errors.As(err, &timeout) && timeout.Timeout(), "got %v, want silence", err)
	require.NoError(c.t, c.SetReadDeadline(time.Time{}))
}

func TestCounts(t *testing.T) {
	t.Parallel()
	p := newProxy(t, newEcho(t))
	require.Zero(t, p.Counts())
	first, second := dial(t, p), dial(t, p)
	for range 3 {
		first.send("one\n")
		first.expect("one\n")
	}
	second.send("a\nb\nc\n") // one write, three answers: one round trip
	second.expect("a\nb\nc\n")
	require.Equal(t, faultproxy.Counts{Connections: 2, ToServer: 18, ToClient: 18, RoundTrips: 4}, p.Counts())
}

func TestDelay(t *testing.T) {
	t.Parallel()
	for _, direction := range []faultproxy.Direction{faultproxy.ToServer, faultproxy.ToClient} {
		t.Run(direction.String(), func(t *testing.T) {
			t.Parallel()
			const delay = 200 * time.Millisecond
			p := newProxy(t, newEcho(t))
			c := dial(t, p)
			p.Delay(direction, delay)
			from := time.Now()
			// What is sent one after the other is delayed together: a delay is no throttle.
			for range 40 {
				c.send("x\n")
				time.Sleep(time.Millisecond)
			}
			for range 40 {
				c.expect("x\n")
			}
			took := time.Since(from)
			require.GreaterOrEqual(t, took, delay)
			require.Less(t, took, 20*delay, "40 delays one after the other")
			p.Delay(direction, 0)
			c.send("x\n")
			c.expect("x\n")
		})
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for how, want := range map[faultproxy.How]struct{ client, server error }{
		faultproxy.RST: {syscall.ECONNRESET, syscall.ECONNRESET},
		faultproxy.FIN: {io.EOF, io.EOF},
	} {
		e := newEcho(t)
		p := newProxy(t, e)
		c := dial(t, p)
		c.send("x\n")
		c.expect("x\n")
		p.Cut(how)
		c.expectEnd(want.client)
		require.ErrorIs(t, <-e.ends, want.server)
		again := dial(t, p)
		again.send("x\n")
		again.expect("x\n")
	}
}

func TestCutAfter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		direction faultproxy.Direction
		n         int64
		how       faultproxy.How
		received  string
		end       error
	}{
		{"in the middle of an answer", faultproxy.ToClient, 6, faultproxy.RST, "abc\nde", syscall.ECONNRESET},
		{"in the middle of an answer, orderly", faultproxy.ToClient, 6, faultproxy.FIN, "abc\nde", io.EOF},
		{"after an answer", faultproxy.ToClient, 4, faultproxy.FIN, "abc\n", io.EOF},
		{"before an answer", faultproxy.ToClient, 0, faultproxy.RST, "", syscall.ECONNRESET},
		{"before a question", faultproxy.ToServer, 0, faultproxy.RST, "", syscall.ECONNRESET},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newProxy(t, newEcho(t))
			c := dial(t, p)
			p.CutAfter(test.direction, test.n, test.how)
			c.send("abc\ndef\n")
			c.expect(test.received)
			c.expectEnd(test.end)
			again := dial(t, p)
			again.send("once\n")
			again.expect("once\n")
		})
	}
}

func TestCutAfterReachesTheServer(t *testing.T) {
	t.Parallel()
	e := newEcho(t)
	p := newProxy(t, e)
	c := dial(t, p)
	p.CutAfter(faultproxy.ToServer, 5, faultproxy.FIN)
	c.send("abc\ndef\n")
	require.ErrorIs(t, <-e.ends, io.EOF)
	require.EqualValues(t, 8, p.Counts().ToServer, "bytes that arrived at the proxy")
}

func TestHalfClose(t *testing.T) {
	t.Parallel()
	t.Run("to server", func(t *testing.T) {
		t.Parallel()
		e := newEcho(t)
		p := newProxy(t, e)
		c := dial(t, p)
		c.send("x\n")
		c.expect("x\n")
		p.HalfClose(faultproxy.ToServer)
		require.ErrorIs(t, <-e.ends, io.EOF)
		c.expect("bye\n") // the other direction worked on
		c.expectEnd(io.EOF)
	})
	t.Run("to client", func(t *testing.T) {
		t.Parallel()
		e := newEcho(t)
		p := newProxy(t, e)
		c := dial(t, p)
		c.send("x\n")
		c.expect("x\n")
		p.HalfClose(faultproxy.ToClient)
		c.expectEnd(io.EOF)
		c.send("y\n") // nobody hears the answer
		require.NoError(t, c.CloseWrite())
		require.ErrorIs(t, <-e.ends, io.EOF)
	})
}

// TestHalfCloseOfTheClient is none of the proxy's doing: it is handed on.
func TestHalfCloseOfTheClient(t *testing.T) {
	t.Parallel()
	e := newEcho(t)
	c := dial(t, newProxy(t, e))
	c.send("x\n")
	require.NoError(t, c.CloseWrite())
	c.expect("x\nbye\n")
	c.expectEnd(io.EOF)
	require.ErrorIs(t, <-e.ends, io.EOF)
}

// TestLargeAnswer arrives whole, also if the client has said that it will ask no more and takes its time.
func TestLargeAnswer(t *testing.T) {
	t.Parallel()
	c := dial(t, newProxy(t, newEcho(t)))
	line := strings.Repeat("x", 100) + "\n"
	const lines = 50_000
	var writing sync.WaitGroup
	writing.Go(func() {
		for range lines {
			_, _ = c.Write([]byte(line)) // what does not arrive is missing below
		}
		_ = c.CloseWrite()
	})
	time.Sleep(50 * time.Millisecond) // buffers fill
	all, err := io.ReadAll(c.r)
	writing.Wait()
	require.NoError(t, err)
	require.Len(t, all, lines*len(line)+len("bye\n"))
}

// TestResetOfTheClient is handed on as well.
func TestResetOfTheClient(t *testing.T) {
	t.Parallel()
	e := newEcho(t)
	c := dial(t, newProxy(t, e))
	c.send("x\n")
	c.expect("x\n")
	require.NoError(t, c.SetLinger(0))
	require.NoError(t, c.Close())
	require.ErrorIs(t, <-e.ends, syscall.ECONNRESET)
}

func TestHold(t *testing.T) {
	t.Parallel()
	for _, direction := range []faultproxy.Direction{faultproxy.ToServer, faultproxy.ToClient} {
		t.Run(direction.String(), func(t *testing.T) {
			t.Parallel()
			p := newProxy(t, newEcho(t))
			c := dial(t, p)
			c.send("x\n")
			c.expect("x\n")
			p.Hold(direction)
			p.Hold(direction)
			c.send("y\n")
			c.silent(50 * time.Millisecond)
			p.Release(direction)
			p.Release(direction)
			c.expect("y\n")
		})
	}
}

// TestHoldFillsBuffers shows that a direction that is held is not read.
func TestHoldFillsBuffers(t *testing.T) {
	t.Parallel()
	p := newProxy(t, newEcho(t))
	c := dial(t, p)
	p.Hold(faultproxy.ToServer)
	require.NoError(t, c.SetWriteDeadline(time.Now().Add(200*time.Millisecond)))
	_, err := c.Write(make([]byte, 64<<20))
	var timeout net.Error
	require.True(t, errors.As(err, &timeout) && timeout.Timeout(), "got %v, want a timeout", err)
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	p := newProxy(t, newEcho(t))
	before := dial(t, p)
	before.send("x\n")
	before.expect("x\n")
	p.Refuse(true)
	expectRefused(t, p)
	before.send("y\n")
	before.expect("y\n")
	p.Refuse(false)
	after := dial(t, p)
	after.send("z\n")
	after.expect("z\n")
}

func TestServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	p, err := faultproxy.Start(l.Addr().String())
	require.NoError(t, err)
	defer p.Close()
	expectRefused(t, p)

	_, err = faultproxy.Start("no port")
	require.ErrorContains(t, err, "host:port")
}

// TestClose ends connections in every state, and waits for them (goleak looks).
func TestClose(t *testing.T) {
	t.Parallel()
	p := newProxy(t, newEcho(t))
	idle, held, delayed := dial(t, p), dial(t, p), dial(t, p)
	for _, c := range []*client{idle, held, delayed} {
		c.send("x\n")
		c.expect("x\n")
	}
	p.Delay(faultproxy.ToClient, time.Hour)
	delayed.send("x\n")
	p.Hold(faultproxy.ToServer)
	held.send("x\n")
	require.NoError(t, p.Close())
	require.NoError(t, p.Close())
	for _, c := range []*client{idle, held, delayed} {
		c.expectEnd(syscall.ECONNRESET)
	}
	_, err := net.Dial("tcp", p.Addr())
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
}

func TestDelayOfLessThanNothing(t *testing.T) {
	t.Parallel()
	p := newProxy(t, newEcho(t))
	require.Panics(t, func() { p.Delay(faultproxy.ToServer, -time.Second) })
}
