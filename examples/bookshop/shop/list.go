package shop

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

const (
	pageSize    = 20  // books on a page, unless the request says otherwise
	maxPageSize = 100 // and at most
)

// list is a page of books: GET /books?title=&author=&tag=&min_price=&max_price=&status=&order=&limit=&after=. Two
// statements, whatever the number of books: the books with author and publisher, and their tags.
func (s *shop) list(w http.ResponseWriter, r *http.Request) error {
	params, err := paramsOf(r, "title", "author", "tag", "min_price", "max_price", "status", "order", "limit", "after")
	if err != nil {
		return err
	}
	filters, err := filtersOf(params)
	if err != nil {
		return err
	}
	by, err := orderOf(params.Get("order"))
	if err != nil {
		return err
	}
	limit, err := limitOf(params)
	if err != nil {
		return err
	}
	if after := params.Get("after"); after != "" {
		rest, err := by.behind(after)
		if err != nil {
			return err
		}
		filters = append(filters, rest)
	}
	books, err := models.Books.Using(s.db).
		Filter(filters...).
		Defer(models.Books.Cover, models.Books.Metadata).
		SelectRelated(models.Books.Author, models.Books.Publisher).
		PrefetchRelated(models.Books.Tags.OrderBy(models.Tags.Name.Asc())).
		OrderBy(by.keys()...).
		Limit(limit + 1). // one more tells whether there is a next page
		All(r.Context())
	if err != nil {
		return err
	}
	page := struct {
		Books []bookView `json:"books"`
		Next  string     `json:"next,omitempty"`
	}{}
	if len(books) > limit {
		books = books[:limit]
		if page.Next, err = by.cursor(books[limit-1]); err != nil {
			return err
		}
	}
	if page.Books, err = viewsOf(books); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, page)
}

// paramsOf reads the query string, and refuses what nobody reads: with a filter that was misspelt, or lost because it could
// not be decoded, the answer would be everything.
func paramsOf(r *http.Request, known ...string) (url.Values, error) {
	params, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest("the query string cannot be read", err)
	}
	for name, values := range params {
		if !slices.Contains(known, name) {
			return nil, badRequest(fmt.Sprintf("unknown parameter %q: there are %s", name, strings.Join(known, ", ")), nil)
		}
		if len(values) > 1 {
			return nil, badRequest(fmt.Sprintf("%s is given %d times", name, len(values)), nil)
		}
	}
	return params, nil
}

// filtersOf are the conditions of a request. Without a status it is about what has been published.
func filtersOf(params url.Values) ([]query.Condition[models.Book], error) {
	var cs []query.Condition[models.Book]
	if v := params.Get("title"); v != "" {
		cs = append(cs, models.Books.Title.IContains(v))
	}
	if v := params.Get("author"); v != "" {
		cs = append(cs, models.Books.Author.Where(models.Authors.Name.IContains(v)))
	}
	if v := params.Get("tag"); v != "" {
		cs = append(cs, models.Books.Tags.Any(models.Tags.Name.Eq(v)))
	}
	if v := params.Get("min_price"); v != "" {
		price, err := priceOf(v)
		if err != nil {
			return nil, badRequest("min_price "+err.Error(), nil)
		}
		cs = append(cs, models.Books.Price.Ge(price))
	}
	if v := params.Get("max_price"); v != "" {
		price, err := priceOf(v)
		if err != nil {
			return nil, badRequest("max_price "+err.Error(), nil)
		}
		cs = append(cs, models.Books.Price.Le(price))
	}
	status := models.BookStatusPublished
	if v := params.Get("status"); v != "" {
		status = models.BookStatus(v)
		if !slices.Contains(models.BookStatusValues, status) {
			return nil, badRequest(fmt.Sprintf("status is %q, not one of %v", v, models.BookStatusValues), nil)
		}
	}
	return append(cs, models.Books.Status.Eq(status)), nil
}

// mostPrice is beyond what any book costs.
const mostPrice = 1_000_000

// priceOf reads a price. The length is looked at first: "1e999999999" is a number, too, with a billion digits.
func priceOf(text string) (decimal.Decimal, error) {
	if len(text) > 12 || strings.ContainsAny(text, "eE") {
		return decimal.Zero, errPrice
	}
	price, err := decimal.NewFromString(text)
	if err != nil || price.IsNegative() || price.GreaterThan(decimal.NewFromInt(mostPrice)) || price.Exponent() < -2 {
		return decimal.Zero, errPrice
	}
	return price, nil
}

var errPrice = fmt.Errorf("must be a price like 19.90, from 0 to %d", mostPrice)

func limitOf(params url.Values) (int, error) {
	text := params.Get("limit")
	if text == "" {
		return pageSize, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxPageSize {
		return 0, badRequest(fmt.Sprintf("limit must be a number from 1 to %d", maxPageSize), err)
	}
	return n, nil
}
