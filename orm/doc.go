// Package orm asks: queries of generated models in two voices, relations, rows read and written.
//
// # A tour
//
// A [DB] is an opened database (sqlite.Open makes one), a [Tx] a transaction of it; both are a [Session]. A [Query] asks a
// session for rows of a model: models.Books.Using(db).Filter(...).OrderBy(...). It is immutable; nothing is asked before
// one of its calls.
//
// Every call has two voices, from one implementation. The blocking one takes a context and answers when the database
// has: [QueryOf.All], [QueryOf.Get], [QueryOf.Count]. The asynchronous one takes an [AsyncContext] and returns a [Future]
// at once: AllAsync, GetAsync, CountAsync. [Async] opens the scope that futures belong to, [Gather] and [WaitAll] wait for
// several, and a scope does not end before its futures have.
//
// Reading: All, Get, First, Last, Count, Exists, Iterate, [InBulk]; [Project] and [Aggregate] for values that are not
// models. Writing: Create, BulkCreate, Save, Update, Delete, GetOrCreate, UpdateOrCreate. [DB.Atomic] makes a
// transaction, [Tx.Atomic] a savepoint.
//
// Relations are loaded along, on purpose: [QueryOf.SelectRelated] joins, [QueryOf.PrefetchRelated] asks once more for all
// rows. A model's accessors (book.Author()) give what was loaded and never do I/O; LoadAuthor loads, for all rows that
// were read together, in one query; [Load] does that for rows from anywhere.
//
// The guard (package safety) rejects blocking calls and lazy loads in asynchronous code, with an error that says what to
// write. [WithPolicy] changes what it does.
//
// # How it is made
//
// A call is a job: rounds of statements, each made from the answers of the one before. The blocking voice runs the rounds
// itself, the asynchronous one queues the job with its scope until somebody waits. Rows are allocated in chunks, which
// know where they came from and hold what was loaded of their relations. The core knows no types; what is generic is one
// line a method.
package orm
