// Package ormhttp makes net/http handlers of functions of either colour. The handlers fit under any router.
//
//	mux.Handle("GET /books/{id}", ormhttp.Sync(func(w http.ResponseWriter, r *http.Request) error {
//		book, err := models.Books.Using(db).Filter(models.Books.ID.Eq(id)).Get(r.Context())
//		...
//	}))
//	mux.Handle("GET /dashboard", ormhttp.Async(func(ac orm.AsyncContext, w http.ResponseWriter, r *http.Request) error {
//		books := models.Books.Using(db).CountAsync(ac)
//		...
//	}))
//
// # Colours
//
// [Sync] marks the context of the request, so that the guard sees it when code captures the context and uses it inside of
// orm.Async. [Async] opens a scope for the request: it ends when the function has returned and every future has ended. The
// request that the function is given has the scope's own context, so that a helper that takes r.Context() is guarded. A
// client that goes away ends the context of its request, and with it the queries.
//
// # Errors and panics
//
// The functions return errors, and [Error] says which becomes which status. The text of an unexpected error goes to the log;
// the client is shown it only with [Development]. A panic is logged with its stack and answered with 500; the server
// goes on.
//
// # Middleware
//
// [Observe] tells what a request asked the database; [Budget] complains of a request that asks too much. Both work for
// handlers of either colour, and for handlers that are not of this package.
//
// In the code: handler has the two colours and their settings, failure turns errors and panics into answers, status
// says which is which, response knows whether an answer was begun, observe and budget are the middleware.
package ormhttp
