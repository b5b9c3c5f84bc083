// Package safety is Duet's concurrency: what may run where, and what must be awaited. It knows no database: a future is given a
// [Sender] that can send it. Ordinary code imports package orm, which has aliases for what it needs.
//
// # Scopes and futures
//
// [Async] opens a scope and calls a function with an [AsyncContext], the colour of asynchronous code. Asynchronous calls take it and
// return a [Future] at once; [Future.Await] waits for the answer. A scope is a nursery: it does not end before its futures have
// ended, and a future that nobody saw to is an [OrphanFutureError]. [Gather], [GatherAll], [WaitAll] and [Race] wait for several
// futures, [Map] and [Then] compute with an answer when it is awaited.
//
// # The guard
//
// Contexts carry marks that form a tree: an async scope's, [WithCell]'s for blocking code that handlers and transactions call.
// [CheckBlocking] and [CheckLazy] look at the nearest one, and at where rows came from ([Scope]), and reject blocking calls and lazy
// loads in async code with an error that names the line and the fix. A [Policy] can warn, allow or decide instead; [AllowUnsafe] opens one call.
//
// # For package orm
//
// [New] makes a future and its [Promise], [SenderFor] keeps one sender for each session of a scope. A promise is claimed with
// [Promise.Start] and settled once.
package safety
