package ormhttp

import (
	"bufio"
	"net"
	"net/http"
)

// response is a ResponseWriter that knows whether an answer was begun.
type response struct {
	http.ResponseWriter
	begun bool
}

// WriteHeader begins the answer, unless the status is one of those that come before it (103 Early Hints).
func (r *response) WriteHeader(status int) {
	if status >= 200 || status == http.StatusSwitchingProtocols {
		r.begun = true
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write begins the answer.
func (r *response) Write(b []byte) (int, error) {
	r.begun = true
	return r.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (r *response) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// FlushError sends what was written, headers included.
func (r *response) FlushError() error {
	err := http.NewResponseController(r.ResponseWriter).Flush()
	r.begun = r.begun || err == nil
	return err
}

// Flush implements http.Flusher, which code that is older than http.ResponseController asks for.
func (r *response) Flush() { _ = r.FlushError() }

// Hijack implements http.Hijacker. Whoever takes the connection answers by itself.
func (r *response) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(r.ResponseWriter).Hijack()
	r.begun = r.begun || err == nil
	return conn, rw, err
}
