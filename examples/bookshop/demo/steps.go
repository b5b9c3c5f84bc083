package main

import "net/http"

// step is a request, and what is expected of its answer.
type step struct {
	say     string // what there is to see
	method  string
	path    string // in which {next} is the cursor of the page before
	body    string
	status  int
	queries int
	hold    string // a part of the answer
}

func steps() []step {
	return []step{
		{
			say:    "A page of a list: author and publisher joined, tags prefetched.",
			method: http.MethodGet, path: "/books?title=go&order=-price&limit=2",
			status: http.StatusOK, queries: 2, hold: `"author":"Li Wei`,
		},
		{
			say:    "The page behind it, by the cursor of the first: no offset, no book twice.",
			method: http.MethodGet, path: "/books?title=go&order=-price&limit=2&after={next}",
			status: http.StatusOK, queries: 2, hold: `"title":"Go at Two in the Morning"`,
		},
		{
			say:    "One book, its tags, its reviews and their customers.",
			method: http.MethodGet, path: "/books/1",
			status: http.StatusOK, queries: 3, hold: `"title":"The Go Way"`,
		},
		{
			say:    "An order: one transaction that takes from the stock.",
			method: http.MethodPost, path: "/orders",
			body:   `{"customer_id":1,"billing_address_id":1,"items":[{"book_id":1,"quantity":2},{"book_id":2,"quantity":1}]}`,
			status: http.StatusCreated, queries: 6, hold: `"total":"115.98"`,
		},
		{
			say:    "The last copy of book 2 is gone now: refused, and the copy of book 1 that was taken first is back.",
			method: http.MethodPost, path: "/orders",
			body:   `{"customer_id":1,"billing_address_id":1,"items":[{"book_id":1,"quantity":1},{"book_id":2,"quantity":1}]}`,
			status: http.StatusConflict, queries: 4, hold: "there are not 1 of",
		},
		{
			say:    "What cannot be understood is not asked for.",
			method: http.MethodGet, path: "/books?min_price=cheap",
			status: http.StatusBadRequest, queries: 0, hold: "min_price must be a price",
		},
		{
			say:    "HTML: a template that reads {{.Author.Name}} through accessors, which never ask the database.",
			method: http.MethodGet, path: "/catalogue",
			status: http.StatusOK, queries: 2, hold: "by Amara Diallo (Lantern Press, United States)",
		},
		{
			say:    "An asynchronous handler: five queries at once.",
			method: http.MethodGet, path: "/dashboard",
			status: http.StatusOK, queries: 5, hold: `"revenue":`,
		},
		{
			say:    "The mistake: a helper loads lazily in an asynchronous handler. The guard stops it, and says what to write.",
			method: http.MethodGet, path: "/naive",
			status: http.StatusInternalServerError, queries: 1, hold: "lazy load of Book.Author in an async context",
		},
	}
}
