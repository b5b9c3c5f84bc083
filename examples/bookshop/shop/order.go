package shop

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
	"github.com/seed83105465/duet/query"
)

// order takes an order: POST /orders. Four statements and one for each item, in one transaction: when there are too few
// copies of one book, nothing has changed.
func (s *shop) order(w http.ResponseWriter, r *http.Request) error {
	in, err := readOrder(w, r)
	if err != nil {
		return err
	}
	var placed orderView
	err = s.db.Atomic(r.Context(), func(ctx context.Context, tx *orm.Tx) error {
		placed, err = place(ctx, tx, in)
		return err
	})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, placed)
}

// orderView is an order as its customer sees it.
type orderView struct {
	ID       int64      `json:"id"`
	Status   string     `json:"status"`
	PlacedAt time.Time  `json:"placed_at"`
	Total    string     `json:"total"`
	Items    []lineView `json:"items"`
}

type lineView struct {
	Book      string `json:"book"`
	Quantity  int64  `json:"quantity"`
	UnitPrice string `json:"unit_price"`
}

// place does the work of an order inside of a transaction.
func place(ctx context.Context, tx *orm.Tx, in orderInput) (orderView, error) {
	view := orderView{}
	if err := checkAddresses(ctx, tx, in); err != nil {
		return view, err
	}
	books, err := booksOf(ctx, tx, in.Items)
	if err != nil {
		return view, err
	}
	if err := takeStock(ctx, tx, in.Items, books); err != nil {
		return view, err
	}
	order := &models.Order{CustomerID: in.CustomerID, BillingAddressID: in.BillingAddressID, Note: optional(in.Note)}
	if in.ShippingAddressID != nil {
		order.ShippingAddressID = orm.Some(*in.ShippingAddressID)
	}
	if err := models.Orders.Using(tx).Create(ctx, order); err != nil {
		return view, err
	}
	total := decimal.Zero
	var items []*models.OrderItem
	for _, item := range in.Items {
		book := books[item.BookID]
		items = append(items, &models.OrderItem{OrderID: order.ID, BookID: book.ID, Quantity: item.Quantity,
			UnitPrice: book.Price, GiftNote: optional(item.GiftNote)})
		view.Items = append(view.Items, lineView{Book: book.Title, Quantity: item.Quantity, UnitPrice: book.Price.StringFixed(2)})
		total = total.Add(book.Price.Mul(decimal.NewFromInt(item.Quantity)))
	}
	if err := models.OrderItems.Using(tx).BulkCreate(ctx, items); err != nil {
		return view, err
	}
	// Key, status and time are the database's, and have come back with the row.
	view.ID, view.Status, view.PlacedAt, view.Total = order.ID, string(order.Status), order.PlacedAt, total.StringFixed(2)
	return view, nil
}

// checkAddresses sees to it that nobody has parcels sent to, or billed at, somebody else's address. It finds customers
// that do not exist, too: they have none.
func checkAddresses(ctx context.Context, tx *orm.Tx, in orderInput) error {
	wanted := []int64{in.BillingAddressID}
	if in.ShippingAddressID != nil {
		wanted = append(wanted, *in.ShippingAddressID)
	}
	theirs, err := orm.InBulk(ctx, models.Addresses.Using(tx).Filter(models.Addresses.CustomerID.Eq(in.CustomerID)),
		models.Addresses.ID, wanted...)
	if err != nil {
		return err
	}
	for _, id := range wanted {
		if theirs[id] == nil {
			return refused(fmt.Sprintf("customer %d has no address %d", in.CustomerID, id))
		}
	}
	return nil
}

// booksOf are the ordered books, by key. Each of them can be bought.
func booksOf(ctx context.Context, tx *orm.Tx, items []itemInput) (map[int64]*models.Book, error) {
	var ids []int64
	for _, item := range items {
		ids = append(ids, item.BookID)
	}
	onSale := models.Books.Using(tx).
		Filter(models.Books.Status.Eq(models.BookStatusPublished)).
		Only(models.Books.Title, models.Books.Price)
	books, err := orm.InBulk(ctx, onSale, models.Books.ID, ids...)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if books[id] == nil {
			return nil, refused(fmt.Sprintf("book %d is not for sale", id))
		}
	}
	return books, nil
}

// takeStock takes the ordered copies. The condition is in the statement that takes them: between a look and a write,
// somebody else could have bought the last one. Rows are taken in the order of their keys, so that two orders cannot wait
// for each other on a database that locks rows.
func takeStock(ctx context.Context, tx *orm.Tx, items []itemInput, books map[int64]*models.Book) error {
	sorted := slices.SortedFunc(slices.Values(items), func(a, b itemInput) int { return cmp.Compare(a.BookID, b.BookID) })
	for _, item := range sorted {
		n, err := models.Books.Using(tx).
			Filter(models.Books.ID.Eq(item.BookID), models.Books.Stock.Ge(item.Quantity)).
			Update(ctx,
				query.Assign(models.Books.Stock, query.Minus(models.Books.Stock, item.Quantity)),
				query.Assign(models.Books.Version, query.Plus(models.Books.Version, 1)))
		if err != nil {
			return err
		}
		if n == 0 {
			return &ormhttp.Error{Status: http.StatusConflict,
				Msg: fmt.Sprintf("there are not %d of %q left", item.Quantity, books[item.BookID].Title)}
		}
	}
	return nil
}

// optional is a text that is NULL when it is empty.
func optional(text string) orm.Null[string] {
	if text == "" {
		return orm.Null[string]{}
	}
	return orm.Some(text)
}
