// Package conformance is the suite of the query language: what every database must answer, in both voices.
//
// [Run] is given a way to open a fresh bookshop (testdata/bookshop.sql with its rows) and a way to ask it in plain SQL,
// past Duet. Every test runs twice, in the blocking and in the asynchronous voice, each time on a fresh bookshop: it
// calls through ask and do, which take the two forms of one call and use the voice of the test. The expected rows come from
// SQL written by hand; the statements that a call may send are counted.
//
// Plain SQL is kept to what databases agree on: no functions of text or time (those are worked out in Go over all rows),
// constants in the text instead of placeholders.
package conformance
