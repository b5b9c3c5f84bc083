package shop

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"
)

// What an order may hold.
const (
	maxOrderBytes = 64 << 10
	maxItems      = 20
	maxQuantity   = 1000
	maxNote       = 500 // characters
)

// orderInput is the body of POST /orders.
type orderInput struct {
	CustomerID        int64       `json:"customer_id"`
	BillingAddressID  int64       `json:"billing_address_id"`
	ShippingAddressID *int64      `json:"shipping_address_id"` // without one the books are collected
	Note              string      `json:"note"`
	Items             []itemInput `json:"items"`
}

type itemInput struct {
	BookID   int64  `json:"book_id"`
	Quantity int64  `json:"quantity"`
	GiftNote string `json:"gift_note"`
}

// readOrder reads and checks what can be checked without asking the database.
func readOrder(w http.ResponseWriter, r *http.Request) (orderInput, error) {
	var in orderInput
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxOrderBytes))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return in, notJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return in, badRequest("the body must be one JSON object and nothing behind it", nil)
	}
	return in, in.check()
}

// notJSON says what is wrong with a body in the words of who wrote it.
func notJSON(err error) error {
	var tooLarge *http.MaxBytesError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &tooLarge):
		return err // 413
	case errors.As(err, &kind):
		if kind.Field == "" {
			return badRequest("the body must be a JSON object, not a "+kind.Value, err)
		}
		return badRequest(fmt.Sprintf("%s cannot be a %s", kind.Field, kind.Value), err)
	case errors.As(err, &syntax):
		return badRequest(fmt.Sprintf("the body is not JSON, from byte %d on", syntax.Offset), err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return badRequest("the body ends before the JSON does", err)
	}
	return badRequest("the body is not an order: "+strings.TrimPrefix(err.Error(), "json: "), err)
}

func (in *orderInput) check() error {
	switch {
	case len(in.Items) == 0:
		return refused("an order needs at least one item")
	case len(in.Items) > maxItems:
		return refused(fmt.Sprintf("an order has at most %d items", maxItems))
	case utf8.RuneCountInString(in.Note) > maxNote:
		return refused(fmt.Sprintf("a note has at most %d characters", maxNote))
	}
	seen := map[int64]bool{}
	for _, item := range in.Items {
		switch {
		case item.Quantity < 1 || item.Quantity > maxQuantity:
			return refused(fmt.Sprintf("the quantity of book %d must be from 1 to %d", item.BookID, maxQuantity))
		case seen[item.BookID]:
			return refused(fmt.Sprintf("book %d is ordered twice: say it once, with the sum", item.BookID))
		case utf8.RuneCountInString(item.GiftNote) > maxNote:
			return refused(fmt.Sprintf("a gift note has at most %d characters", maxNote))
		}
		seen[item.BookID] = true
	}
	return nil
}
