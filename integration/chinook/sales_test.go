package chinook

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Total sales per year.
func TestSalesPerYear(t *testing.T) {
	t.Parallel()
	db := open(t)

	type sales struct {
		Year  int64
		Total decimal.Decimal
	}
	year := query.Year(models.Invoices.InvoiceDate)
	q := orm.Project(models.Invoices.Using(db).OrderBy(year.Asc()), func(r *sales) []query.Bind[models.Invoice] {
		return []query.Bind[models.Invoice]{year.Into(&r.Year), query.Sum(models.Invoices.Total).Into(&r.Total)}
	})

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, years []sales) {
		want := db.sqlite3(t, `SELECT strftime('%Y', InvoiceDate), printf('%.2f', SUM(Total)) FROM Invoice GROUP BY 1 ORDER BY 1`)
		require.Len(t, want, 5)
		require.Equal(t, want, lines(years, func(s sales) string { return line(s.Year, s.Total.StringFixed(2)) }))
	})
}

// The three best-selling tracks of each genre: a prefetch that is ordered by an aggregate of further related rows and
// limited for each genre. Tracks that were never sold have no sum; NULL is smallest, so they come last.
func TestBestSellersPerGenre(t *testing.T) {
	t.Parallel()
	db := open(t)

	sold := query.SumOf(models.Tracks.InvoiceLines, models.InvoiceLines.Quantity)
	q := models.Genres.Using(db).
		PrefetchRelated(models.Genres.Tracks.OrderBy(sold.Desc(), models.Tracks.TrackID.Asc()).Limit(3)).
		OrderBy(models.Genres.GenreID.Asc())

	voices(t, 2, q.All, q.AllAsync, func(t *testing.T, genres []*models.Genre) {
		var rows []string
		for _, genre := range genres {
			for _, track := range got(t, genre.Tracks) {
				rows = append(rows, line(genre.Name, track.TrackID, track.Name))
			}
		}
		want := db.sqlite3(t, `SELECT Genre, TrackId, Track FROM (
			SELECT g.GenreId, g.Name Genre, t.TrackId, t.Name Track,
				ROW_NUMBER() OVER (PARTITION BY g.GenreId ORDER BY SUM(l.Quantity) DESC, t.TrackId) Rank
			FROM Genre g JOIN Track t USING (GenreId) LEFT JOIN InvoiceLine l USING (TrackId) GROUP BY t.TrackId)
			WHERE Rank <= 3 ORDER BY GenreId, Rank`)
		require.Len(t, want, 73)
		require.Equal(t, want, rows)
	})
}

// Invoices of 2022 to 2024 over 10 in total, with their lines and the tracks on these: three statements, however many
// invoices there are, or two with the tracks joined to the lines.
func TestLargeInvoices(t *testing.T) {
	t.Parallel()
	db := open(t)

	large := models.Invoices.Using(db).
		Filter(
			models.Invoices.InvoiceDate.Ge(time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)),
			models.Invoices.InvoiceDate.Lt(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)),
			models.Invoices.Total.Gt(decimal.NewFromInt(10))).
		OrderBy(models.Invoices.InvoiceID.Asc())
	linesOf := models.Invoices.InvoiceLines.OrderBy(models.InvoiceLines.InvoiceLineID.Asc())

	check := func(t *testing.T, invoices []*models.Invoice) {
		var rows []string
		for _, invoice := range invoices {
			for _, l := range got(t, invoice.InvoiceLines) {
				rows = append(rows, line(invoice.InvoiceID, invoice.InvoiceDate.Format(time.DateOnly), invoice.Total, l.UnitPrice, got(t, l.Track).Name))
			}
		}
		want := db.sqlite3(t, `SELECT i.InvoiceId, date(i.InvoiceDate), i.Total, l.UnitPrice, t.Name
			FROM Invoice i JOIN InvoiceLine l USING (InvoiceId) JOIN Track t USING (TrackId)
			WHERE date(i.InvoiceDate) BETWEEN '2022-01-01' AND '2024-12-31' AND i.Total > 10 ORDER BY i.InvoiceId, l.InvoiceLineId`)
		require.NotEmpty(t, want)
		require.Equal(t, want, rows)
	}

	prefetched := large.PrefetchRelated(linesOf.PrefetchRelated(models.InvoiceLines.Track))
	t.Run("prefetched", func(t *testing.T) { voices(t, 3, prefetched.All, prefetched.AllAsync, check) })

	joined := large.PrefetchRelated(linesOf.SelectRelated(models.InvoiceLines.Track))
	t.Run("joined", func(t *testing.T) { voices(t, 2, joined.All, joined.AllAsync, check) })
}

// What a genre brings in, asked from the invoice lines: groups by the end of a path of two relations.
func TestRevenuePerGenre(t *testing.T) {
	t.Parallel()
	db := open(t)

	type revenue struct {
		Genre orm.Null[string]
		Lines int64
		Price decimal.Decimal
	}
	genre := query.Via(query.Through(models.InvoiceLines.Track, models.Tracks.Genre), models.Genres.Name)
	price := query.Sum(models.InvoiceLines.UnitPrice)
	q := orm.Project(models.InvoiceLines.Using(db).OrderBy(price.Desc(), genre.Asc()).Limit(5),
		func(r *revenue) []query.Bind[models.InvoiceLine] {
			return []query.Bind[models.InvoiceLine]{
				query.IntoNull(genre, &r.Genre), query.CountAll[models.InvoiceLine]().Into(&r.Lines), price.Into(&r.Price),
			}
		})

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, genres []revenue) {
		require.Equal(t,
			db.sqlite3(t, `SELECT g.Name, COUNT(*), printf('%.2f', SUM(l.UnitPrice)) FROM InvoiceLine l JOIN Track USING (TrackId)
				JOIN Genre g USING (GenreId) GROUP BY 1 ORDER BY SUM(l.UnitPrice) DESC, 1 LIMIT 5`),
			lines(genres, func(r revenue) string { return line(r.Genre, r.Lines, r.Price.StringFixed(2)) }))
	})
}

// Who bought jazz: from a customer through invoices, lines and tracks to the genre.
func TestWhoBoughtJazz(t *testing.T) {
	t.Parallel()
	db := open(t)

	bought := query.ThroughMany(query.ThroughMany(models.Customers.Invoices, models.Invoices.InvoiceLines), models.InvoiceLines.Track)
	jazz := models.Tracks.Genre.Where(models.Genres.Name.Eq("Jazz"))
	const customers = `SELECT CustomerId FROM Invoice JOIN InvoiceLine USING (InvoiceId) JOIN Track USING (TrackId)
		JOIN Genre USING (GenreId) WHERE Genre.Name = 'Jazz'`

	some := models.Customers.Using(db).Filter(bought.Any(jazz)).OrderBy(models.Customers.CustomerID.Asc())
	voices(t, 1, some.All, some.AllAsync, func(t *testing.T, rows []*models.Customer) {
		want := db.sqlite3(t, `SELECT CustomerId FROM Customer WHERE CustomerId IN (`+customers+`) ORDER BY 1`)
		require.NotEmpty(t, want)
		require.Equal(t, want, lines(rows, func(c *models.Customer) string { return line(c.CustomerID) }))
	})

	none := models.Customers.Using(db).Filter(bought.None(jazz))
	voices(t, 1, none.Count, none.CountAsync, func(t *testing.T, n int64) {
		require.Equal(t, db.sqlite3(t, `SELECT COUNT(*) FROM Customer WHERE CustomerId NOT IN (`+customers+`)`), []string{line(n)})
	})
}
