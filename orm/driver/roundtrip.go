package driver

import (
	"context"
	"sync/atomic"
)

// RoundTrip is one way to the database and back: what a driver sends in one go and then waits for. The zero RoundTrip is
// none.
type RoundTrip struct {
	// Number tells the round trips of a process from each other. It counts up from 1, and begins again when it has no room.
	Number uint32
	// Statements is how many ops share it, 0 where it holds none but what the driver itself has to say.
	Statements uint32
}

// roundTrips numbers them. A number has no other meaning.
var roundTrips atomic.Uint32

type roundTripKey struct{}

// roundTripObserver is what a context carries: a function, and those that the context around it had.
type roundTripObserver struct {
	tell  *func(t RoundTrip, control string)
	outer *roundTripObserver
}

// ObserveRoundTrips returns a context whose round trips are told to f, and to whom ctx has them told already. control is what
// the driver sends beside ops, as SQL or in words: "BEGIN", "COMMIT"; "" for nothing. f is called when the round trip begins,
// on the goroutine that makes it, and may be called by several at once.
func ObserveRoundTrips(ctx context.Context, f func(t RoundTrip, control string)) context.Context {
	outer, _ := ctx.Value(roundTripKey{}).(*roundTripObserver)
	return context.WithValue(ctx, roundTripKey{}, &roundTripObserver{tell: &f, outer: outer})
}

// OnBehalfOf returns ctx as a context whose round trips are also told to whom those of from are, each once: it is for what
// several calls share. It is ctx itself where that adds nobody.
func OnBehalfOf(ctx, from context.Context) context.Context {
	more, _ := from.Value(roundTripKey{}).(*roundTripObserver)
	if more == nil {
		return ctx
	}
	have, _ := ctx.Value(roundTripKey{}).(*roundTripObserver)
	all := have
	for o := more; o != nil; o = o.outer {
		if !all.tells(o.tell) {
			all = &roundTripObserver{tell: o.tell, outer: all}
		}
	}
	if all == have {
		return ctx
	}
	return context.WithValue(ctx, roundTripKey{}, all)
}

func (o *roundTripObserver) tells(f *func(RoundTrip, string)) bool {
	for ; o != nil; o = o.outer {
		if o.tell == f {
			return true
		}
	}
	return false
}

// NewRoundTrip notes that a round trip begins, with so many ops, and tells whoever observes those of ctx. Drivers call it
// for each, and set the Trip of the ops in it.
func NewRoundTrip(ctx context.Context, statements int, control string) RoundTrip {
	t := RoundTrip{Number: roundTrips.Add(1), Statements: uint32(statements)}
	o, _ := ctx.Value(roundTripKey{}).(*roundTripObserver)
	for ; o != nil; o = o.outer {
		(*o.tell)(t, control)
	}
	return t
}
