package query_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/seed83105465/duet/query"
)

// What cannot be read names the column, once it is known, and what to write; of a value that fills books, only its ends.
func TestReadError(t *testing.T) {
	t.Parallel()
	table := films()
	cause := errors.New("no number: " + strings.Repeat("ü0", 10000) + " at its end")
	read := &query.ReadError{Index: 1, As: "decimal.Decimal", Err: cause}
	if got := read.Error(); !strings.HasPrefix(got, "query: column 2 of the answer cannot be read as decimal.Decimal: no number: ") || len(got) > 400 {
		t.Errorf("got %s", got)
	}
	plan := &query.Plan{Fields: []*query.Column{nil, &table.Columns[1]}}
	plan.Locate(read)
	err := fmt.Errorf("Films.All: %w", read)
	for _, want := range []string{"column films.seats cannot be read", "at its end", "columns: {shop.films.seats: {type: text}}"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %s, want %q in it", err, want)
		}
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
	for _, other := range []error{nil, cause, &query.ReadError{Index: 0, Err: cause}, &query.ReadError{Index: 2, Err: cause}} {
		plan.Locate(other) // which is left as it is
		var read *query.ReadError
		if errors.As(other, &read) && read.Column != nil {
			t.Errorf("%v is not of column %s", other, read.Column)
		}
	}
}
