package delayproxy_test

import (
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/bench/delayproxy"
)

func TestMain(m *testing.M) {
	delayproxy.Serve()
	os.Exit(m.Run())
}

// echo gives back what it reads, and closes when its client does.
func echo(t *testing.T) string {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	var clients sync.WaitGroup
	clients.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			clients.Go(func() {
				_, _ = io.Copy(conn, conn)
				_ = conn.Close()
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		clients.Wait()
	})
	return l.Addr().String()
}

// TestProxy: everything arrives, in order, and not before its time.
func TestProxy(t *testing.T) {
	t.Parallel()
	const oneWay = 5 * time.Millisecond
	proxy, err := delayproxy.Start(echo(t), oneWay)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, proxy.Close()) })
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			conn, err := net.Dial("tcp4", proxy.Address)
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = conn.Close() }()
			start := time.Now()
			sent := make([]byte, 1<<20)
			for i := range sent {
				sent[i] = byte(i * i >> 8)
			}
			go func() {
				_, _ = conn.Write(sent)
				_ = conn.(*net.TCPConn).CloseWrite()
			}()
			got, err := io.ReadAll(conn) // until the other end has closed too
			if err != nil || string(got) != string(sent) {
				t.Errorf("%d of %d bytes came back, or others: %v", len(got), len(sent), err)
			}
			if took := time.Since(start); took < 2*oneWay {
				t.Errorf("back after %v, before it could be", took)
			}
		})
	}
	clients.Wait()
}

func TestNoTarget(t *testing.T) {
	t.Parallel()
	_, err := delayproxy.Start("nowhere:1", 0)
	require.ErrorContains(t, err, "did not start")
}
