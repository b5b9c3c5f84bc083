package chinook

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Every track of Iron Maiden becomes dearer: an update of rows that are chosen through two relations, by an
// expression, in one statement.
func TestRaisePrices(t *testing.T) {
	t.Parallel()
	db := open(t)

	artist := query.Through(models.Tracks.Album, models.Albums.Artist)
	q := models.Tracks.Using(db).Filter(artist.Where(models.Artists.Name.Eq("Iron Maiden")))
	raise := query.Assign(models.Tracks.UnitPrice, query.Plus(models.Tracks.UnitPrice, decimal.NewFromInt(1)))

	ctx, sent := counted(t)
	n, err := q.Update(ctx, raise)
	require.NoError(t, err)
	require.EqualValues(t, 213, n)
	require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) (err error) {
		n, err = q.UpdateAsync(ac, raise).Await(ac)
		return err
	}))
	require.EqualValues(t, 213, n)
	require.Equal(t, 2, sent())
	require.Equal(t, []string{"0.99 | 3077", "1.99 | 213", "2.99 | 213"},
		db.sqlite3(t, `SELECT UnitPrice, COUNT(*) FROM Track GROUP BY 1 ORDER BY 1`))
}

// Customers without a company get one, those who had one lose it: two updates that must see the same state, so they
// are one transaction, and an error undoes both.
func TestSwapCompanies(t *testing.T) {
	t.Parallel()
	db := open(t)
	const state = `SELECT COUNT(*), COUNT(Company) FROM Customer`
	before := db.sqlite3(t, state)

	failed := errors.New("the auditor says no")
	swap := func(outcome error) func(context.Context, *orm.Tx) error {
		return func(ctx context.Context, tx *orm.Tx) error {
			companies, err := models.Customers.Using(tx).Exclude(models.Customers.Company.IsNull()).Count(ctx)
			if err != nil {
				return err
			}
			n, err := models.Customers.Using(tx).Exclude(models.Customers.Company.IsNull()).Update(ctx, query.SetNull(models.Customers.Company))
			if err != nil {
				return err
			}
			require.Equal(t, companies, n)
			n, err = models.Customers.Using(tx).Filter(models.Customers.Company.IsNull()).Update(ctx, models.Customers.Company.Set("Duet & Co."))
			if err != nil {
				return err
			}
			require.EqualValues(t, 59, n)
			return outcome
		}
	}
	require.ErrorIs(t, db.Atomic(t.Context(), swap(failed)), failed)
	require.Equal(t, before, db.sqlite3(t, state))
	require.NoError(t, db.Atomic(t.Context(), swap(nil)))
	require.Equal(t, []string{"59 | 59"}, db.sqlite3(t, state))
}

// A thousand new tracks at once: they come back with their keys, and read back they are equal to what was written.
func TestBulkCreate(t *testing.T) {
	t.Parallel()
	db := open(t)

	create := func(name string) []*models.Track {
		rows := make([]*models.Track, 1000)
		for i := range rows {
			rows[i] = &models.Track{
				Name: fmt.Sprintf("%s %d: 'quoted', 100 %%, Ω", name, i), MediaTypeID: 1, Milliseconds: int64(i),
				UnitPrice: decimal.New(int64(i), -2),
			}
			if i%2 == 0 {
				rows[i].AlbumID, rows[i].Composer, rows[i].Bytes = orm.Some(int64(1)), orm.Some(""), orm.Some(int64(1)<<40)
			}
		}
		return rows
	}
	check := func(t *testing.T, name string, rows []*models.Track) {
		read, err := models.Tracks.Using(db).Filter(models.Tracks.Name.StartsWith(name + " ")).OrderBy(models.Tracks.TrackID.Asc()).All(t.Context())
		require.NoError(t, err)
		require.Len(t, read, len(rows))
		for i, row := range rows {
			require.NotZero(t, row.TrackID)
			require.Equal(t, line(row.TrackID, row.Name, row.Composer, row.Composer.Valid, row.Bytes, row.UnitPrice),
				line(read[i].TrackID, read[i].Name, read[i].Composer, read[i].Composer.Valid, read[i].Bytes, read[i].UnitPrice))
			require.True(t, row.Equal(read[i]), "%d: %+v %+v", i, row, read[i])
		}
	}

	rows := create("blocking")
	require.NoError(t, models.Tracks.Using(db).BulkCreate(t.Context(), rows))
	check(t, "blocking", rows)

	rows = create("async")
	require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
		_, err := models.Tracks.Using(db).BulkCreateAsync(ac, rows).Await(ac)
		return err
	}))
	check(t, "async", rows)
	require.Equal(t, []string{"5503"}, db.sqlite3(t, `SELECT COUNT(*) FROM Track`))

	// All or none: the last of them refers to a media type that is not there.
	rows = create("broken")
	rows[999].MediaTypeID = 99
	err := models.Tracks.Using(db).BulkCreate(t.Context(), rows)
	var refused *orm.ConstraintError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, orm.ForeignKey, refused.Kind)
	require.Equal(t, []string{"5503"}, db.sqlite3(t, `SELECT COUNT(*) FROM Track`))
}

// An order: an invoice, its lines, and its total from them, in one transaction.
func TestBuy(t *testing.T) {
	t.Parallel()
	db := open(t)

	buy := func(ctx context.Context, tx *orm.Tx) (*models.Invoice, error) {
		tracks, err := models.Tracks.Using(tx).Filter(models.Tracks.Album.Where(models.Albums.Title.Eq("Facelift"))).All(ctx)
		if err != nil {
			return nil, err
		}
		invoice := &models.Invoice{CustomerID: 59, InvoiceDate: day(2026, 2, 3), BillingCountry: orm.Some("India")}
		for _, track := range tracks {
			invoice.Total = invoice.Total.Add(track.UnitPrice)
		}
		if err := models.Invoices.Using(tx).Create(ctx, invoice); err != nil {
			return nil, err
		}
		var rows []*models.InvoiceLine
		for _, track := range tracks {
			rows = append(rows, &models.InvoiceLine{InvoiceID: invoice.InvoiceID, TrackID: track.TrackID, UnitPrice: track.UnitPrice, Quantity: 1})
		}
		return invoice, models.InvoiceLines.Using(tx).BulkCreate(ctx, rows)
	}
	var invoice *models.Invoice
	require.NoError(t, db.Atomic(t.Context(), func(ctx context.Context, tx *orm.Tx) (err error) {
		invoice, err = buy(ctx, tx)
		return err
	}))
	require.Equal(t, []string{line(invoice.InvoiceID, 59, "India", 11.88, 12)},
		db.sqlite3(t, `SELECT InvoiceId, CustomerId, BillingCountry, Total, COUNT(*) FROM Invoice JOIN InvoiceLine USING (InvoiceId)
			WHERE InvoiceId = (SELECT MAX(InvoiceId) FROM Invoice) GROUP BY 1`))

	// Saving writes what changed; Only the loaded columns are written back.
	slim, err := models.Invoices.Using(db).Only(models.Invoices.BillingCountry).Filter(models.Invoices.InvoiceID.Eq(invoice.InvoiceID)).Get(t.Context())
	require.NoError(t, err)
	slim.BillingCountry = orm.Null[string]{}
	require.NoError(t, models.Invoices.Using(db).Save(t.Context(), slim))
	require.Equal(t, []string{"59 |  | 11.88"}, db.sqlite3(t, `SELECT CustomerId, BillingCountry, Total FROM Invoice ORDER BY InvoiceId DESC LIMIT 1`))
}

// A customer leaves: lines, invoices and the customer go, chosen through their relations. As long as there are
// invoices the database refuses, and says which constraint it was.
func TestForgetCustomer(t *testing.T) {
	t.Parallel()
	db := open(t)

	who := models.Customers.Email.Eq("luisg@embraer.com.br")
	_, err := models.Customers.Using(db).Filter(who).Delete(t.Context())
	var refused *orm.ConstraintError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, orm.ForeignKey, refused.Kind)

	want := db.sqlite3(t, `SELECT (SELECT COUNT(*) FROM InvoiceLine WHERE InvoiceId IN (SELECT InvoiceId FROM Invoice WHERE CustomerId = 1)),
		(SELECT COUNT(*) FROM Invoice WHERE CustomerId = 1), 1`)
	var gone [3]int64
	require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
		_, err := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
			owner := query.Through(models.InvoiceLines.Invoice, models.Invoices.Customer)
			deleted, err := orm.Gather(ac,
				models.InvoiceLines.Using(tx).Filter(owner.Where(who)).DeleteAsync(ac),
				models.Invoices.Using(tx).Filter(models.Invoices.Customer.Where(who)).DeleteAsync(ac),
				models.Customers.Using(tx).Filter(who).DeleteAsync(ac))
			copy(gone[:], deleted)
			return err
		}).Await(ac)
		return err
	}))
	require.Equal(t, want, []string{line(gone[0], gone[1], gone[2])})
	require.Equal(t, []string{"58"}, db.sqlite3(t, `SELECT COUNT(*) FROM Customer`))
}

// A forgotten Filter does not empty a table.
func TestNoCondition(t *testing.T) {
	t.Parallel()
	db := open(t)

	_, err := models.InvoiceLines.Using(db).Delete(t.Context())
	require.ErrorIs(t, err, orm.ErrAllRows)
	_, err = models.Tracks.Using(db).Update(t.Context(), models.Tracks.Milliseconds.Set(0))
	require.ErrorIs(t, err, orm.ErrAllRows)
	n, err := models.InvoiceLines.Using(db).AllRows().Delete(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 2240, n)
}
