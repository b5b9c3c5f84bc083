package shop

import (
	"net/http"

	"github.com/shopspring/decimal"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// lowStock is how many copies are few.
const lowStock = 3

type statusCount struct {
	Status models.OrderStatus `json:"status"`
	Orders int64              `json:"orders"`
}

type bestSeller struct {
	Title  string `json:"title"`
	Author string `json:"author"`
	Sold   int64  `json:"sold"`
}

// sale is how many copies were sold at one price.
type sale struct {
	Price decimal.Decimal
	Sold  int64
}

type lowBook struct {
	Title string `json:"title"`
	Stock int64  `json:"stock"`
}

// dashboard is what the shop's owner looks at: GET /dashboard. Five queries that know nothing of each other: they are
// all begun before the first is awaited, and overlap.
func (s *shop) dashboard(ac orm.AsyncContext, w http.ResponseWriter, _ *http.Request) error {
	counts := s.ordersByStatus().AllAsync(ac)
	best := s.bestSellers().AllAsync(ac)
	latest := models.Reviews.Using(s.db).
		SelectRelated(models.Reviews.Book, models.Reviews.Customer).
		OrderBy(models.Reviews.CreatedAt.Desc(), models.Reviews.ID.Desc()).
		Limit(5).
		AllAsync(ac)
	low := s.lowStock().AllAsync(ac)
	sales := s.sales().AllAsync(ac)
	if err := orm.WaitAll(ac, counts, best, latest, low, sales); err != nil {
		return err
	}

	// All of them are there: Await answers at once, and WaitAll has said that none of them failed.
	var page struct {
		Orders  []statusCount  `json:"orders"`
		Best    []bestSeller   `json:"best_sellers"`
		Latest  []latestReview `json:"latest_reviews"`
		Low     []lowBook      `json:"low_stock"`
		Revenue string         `json:"revenue"`
	}
	page.Orders, _ = counts.Await(ac)
	page.Best, _ = best.Await(ac)
	page.Low, _ = low.Await(ac)
	sold, _ := sales.Await(ac)
	page.Revenue = revenueOf(sold).StringFixed(2)
	reviews, _ := latest.Await(ac)
	var err error
	if page.Latest, err = latestOf(reviews); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, page)
}

func (s *shop) ordersByStatus() *orm.Projection[models.Order, statusCount] {
	return orm.Project(models.Orders.Using(s.db).OrderBy(models.Orders.Status.Asc()), func(c *statusCount) []query.Bind[models.Order] {
		return []query.Bind[models.Order]{models.Orders.Status.Into(&c.Status), query.CountAll[models.Order]().Into(&c.Orders)}
	})
}

func (s *shop) bestSellers() *orm.Projection[models.Book, bestSeller] {
	sold := query.Coalesce(query.SumOf(models.Books.OrderItems, models.OrderItems.Quantity), 0) // the sum of nothing is NULL
	books := models.Books.Using(s.db).OrderBy(sold.Desc(), models.Books.ID.Asc()).Limit(5)
	return orm.Project(books, func(b *bestSeller) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{
			models.Books.Title.Into(&b.Title),
			query.Via(models.Books.Author, models.Authors.Name).Into(&b.Author),
			sold.Into(&b.Sold),
		}
	})
}

func (s *shop) lowStock() *orm.Projection[models.Book, lowBook] {
	books := models.Books.Using(s.db).
		Filter(models.Books.Status.Eq(models.BookStatusPublished), models.Books.Stock.Le(lowStock)).
		OrderBy(models.Books.Stock.Asc(), models.Books.Title.Asc(), models.Books.ID.Asc())
	return orm.Project(books, func(b *lowBook) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{models.Books.Title.Into(&b.Title), models.Books.Stock.Into(&b.Stock)}
	})
}

// sales are what was sold, by price: the sums of money are computed from them in decimals, and not by a database that may
// know binary fractions alone.
func (s *shop) sales() *orm.Projection[models.OrderItem, sale] {
	kept := models.OrderItems.Using(s.db).
		Filter(models.OrderItems.Order.Where(models.Orders.Status.Ne(models.OrderStatusCancelled)))
	return orm.Project(kept, func(x *sale) []query.Bind[models.OrderItem] {
		return []query.Bind[models.OrderItem]{models.OrderItems.UnitPrice.Into(&x.Price), query.Sum(models.OrderItems.Quantity).Into(&x.Sold)}
	})
}

func revenueOf(sales []sale) decimal.Decimal {
	sum := decimal.Zero
	for _, x := range sales {
		sum = sum.Add(x.Price.Mul(decimal.NewFromInt(x.Sold)))
	}
	return sum
}

type latestReview struct {
	Book string `json:"book"`
	reviewView
}

func latestOf(reviews []*models.Review) ([]latestReview, error) {
	views, err := reviewViewsOf(reviews)
	if err != nil {
		return nil, err
	}
	latest := make([]latestReview, len(reviews))
	for i, r := range reviews {
		book, err := r.Book()
		if err != nil {
			return nil, err
		}
		latest[i] = latestReview{Book: book.Title, reviewView: views[i]}
	}
	return latest, nil
}
