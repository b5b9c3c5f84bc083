// Package faultproxy is a TCP proxy for tests that does to connections what networks do: it delays, stops, cuts and
// half-closes them, and counts what passes.
//
//	proxy, dsn := faultproxy.Before(t, pgtest.Database(t))
//	proxy.Delay(faultproxy.ToServer, time.Millisecond)      // each byte arrives a millisecond later
//	before := proxy.Counts()
//	... work with dsn ...
//	trips := proxy.Counts().RoundTrips - before.RoundTrips
//	proxy.CutAfter(faultproxy.ToClient, 100, faultproxy.RST) // in the middle of an answer
//
// What is set counts for all connections, those that are open and those to come; what is done at once (Cut, HalfClose)
// is done to those that are open. Nothing depends on the protocol. A connection's bytes are never reordered, changed
// or copied.
//
//   - proxy.go has the proxy, its connections and their end.
//   - faults.go has what can be done to them, pipe.go does it to the bytes of one direction.
package faultproxy
