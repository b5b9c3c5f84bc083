package shop

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

// order is how a list is sorted: by a value, and by the key among books that are equal in it, so that every book has its
// place, and a page begins where the one before it ended even when books were added or sold out in between.
type order struct {
	name string // as the request says it: "price", "-price"
	desc bool
	by   sortKey
}

// sortKey is what can be sorted by. Its values cannot be NULL: with those, "behind" would need more than one comparison.
type sortKey struct {
	value    func(*models.Book) (string, error) // of the last book of a page
	ordering func(desc bool) query.Ordering[models.Book]
	// behind is true for books whose value lies behind this one, and equal for those that have it.
	behind func(value string, desc bool) (behind, equal query.Condition[models.Book], err error)
}

// ordered is what a value of a book can do, be it a column or that of a related row.
type ordered[V any] struct {
	asc, desc  func() query.Ordering[models.Book]
	eq, lt, gt func(V) query.Condition[models.Book]
}

func sortBy[V any](by ordered[V], parse func(string) (V, error), value func(*models.Book) (string, error)) sortKey {
	return sortKey{
		value: value,
		ordering: func(desc bool) query.Ordering[models.Book] {
			if desc {
				return by.desc()
			}
			return by.asc()
		},
		behind: func(text string, desc bool) (behind, equal query.Condition[models.Book], err error) {
			v, err := parse(text)
			if err != nil {
				return behind, equal, err
			}
			if desc {
				return by.lt(v), by.eq(v), nil
			}
			return by.gt(v), by.eq(v), nil
		},
	}
}

func asIs(text string) (string, error) { return text, nil }

func nameOfAuthor(b *models.Book) (string, error) {
	author, err := b.Author()
	if err != nil {
		return "", err
	}
	return author.Name, nil
}

// orderOf is the order of that name. Without a name it is by title.
func orderOf(name string) (order, error) {
	if name == "" {
		name = "title"
	}
	plain, desc := strings.CutPrefix(name, "-")
	o := order{name: name, desc: desc}
	switch plain {
	case "title":
		by := models.Books.Title
		o.by = sortBy(ordered[string]{by.Asc, by.Desc, by.Eq, by.Lt, by.Gt}, asIs,
			func(b *models.Book) (string, error) { return b.Title, nil })
	case "price":
		by := models.Books.Price
		o.by = sortBy(ordered[decimal.Decimal]{by.Asc, by.Desc, by.Eq, by.Lt, by.Gt}, priceOf,
			func(b *models.Book) (string, error) { return b.Price.String(), nil })
	case "author":
		by := query.Via(models.Books.Author, models.Authors.Name)
		o.by = sortBy(ordered[string]{by.Asc, by.Desc, by.Eq, by.Lt, by.Gt}, asIs, nameOfAuthor)
	default:
		return o, badRequest(fmt.Sprintf("order is %q, not one of title, price, author, or one of them with a - before it", name), nil)
	}
	return o, nil
}

// keys are what the query is ordered by.
func (o order) keys() []query.Ordering[models.Book] {
	if o.desc {
		return []query.Ordering[models.Book]{o.by.ordering(true), models.Books.ID.Desc()}
	}
	return []query.Ordering[models.Book]{o.by.ordering(false), models.Books.ID.Asc()}
}

// position is what a cursor holds: where a page ended, in which order.
type position struct {
	Order string `json:"o"`
	Value string `json:"v"`
	ID    int64  `json:"i"`
}

// cursor is the position of a book, for a client to hand back and not to look into.
func (o order) cursor(last *models.Book) (string, error) {
	value, err := o.by.value(last)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(position{o.name, value, last.ID})
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(text), nil
}

// behind is the condition for books behind the position of a cursor.
func (o order) behind(cursor string) (query.Condition[models.Book], error) {
	var none query.Condition[models.Book]
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return none, badRequest("after is not a cursor of this list", err)
	}
	var p position
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return none, badRequest("after is not a cursor of this list", err)
	}
	if p.Order != o.name {
		return none, badRequest(fmt.Sprintf("after is a cursor of a list in the order %q, this one is in the order %q", p.Order, o.name), nil)
	}
	behind, equal, err := o.by.behind(p.Value, o.desc)
	if err != nil {
		return none, badRequest("after is not a cursor of this list", err)
	}
	id := models.Books.ID.Gt(p.ID)
	if o.desc {
		id = models.Books.ID.Lt(p.ID)
	}
	return query.Or(behind, query.And(equal, id)), nil
}
