// Package shop is the bookshop's service: what a program with Duet looks like.
//
//	GET  /books        a page of the list, as JSON: filters, orders, keyset pages (list, cursor)
//	GET  /books/{id}   one book with its reviews (book)
//	POST /orders       an order: a transaction that takes from the stock (order, orderinput)
//	GET  /catalogue    the books as HTML, by a template that reads relations through accessors (catalogue)
//	GET  /dashboard    five queries at once (dashboard)
//	GET  /naive        the mistake that the guard is there for (naive)
//
// Handlers that have one thing to ask are blocking functions, those that gain by asking several at once are
// asynchronous. [Open] makes the database, [New] the handler, [Serve] runs it until its context ends.
package shop
