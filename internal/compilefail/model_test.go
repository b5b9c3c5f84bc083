package compilefail

import "testing"

// TestOtherModel shows that what belongs to one model is not taken by another's query.
func TestOtherModel(t *testing.T) {
	t.Parallel()
	check(t, builds{
		`_ = q.Filter(models.Books.Title.Eq("x"), models.Books.Author.Where(models.Authors.Name.Eq("Rob")))`,
		`_ = q.Exclude(models.Books.Reviews.Any(models.Reviews.Rating.Gt(3)))`,
		`_ = q.OrderBy(query.Via(models.Books.Author, models.Authors.Name).Asc(), models.Books.ID.Desc())`,
		`_ = q.Only(models.Books.ID, models.Books.Title)`,
		`_ = query.Compare(models.Books.Stock, query.OpLt, models.Books.Version)`,
		`_ = query.Count(models.Authors.Books, models.Books.Stock.Gt(1))`,
		`_, _ = orm.InBulk(ctx, q, models.Books.ISBN, "x")`,
		`_ = orm.Load(ctx, db, books, models.Books.Author, models.Books.Tags)`,
		`var name string
		_ = orm.Project(q, func(r *string) []query.Bind[models.Book] { return []query.Bind[models.Book]{models.Books.Title.Into(&name)} })`,
	}, fails{
		{`_ = q.Filter(models.Authors.Name.Eq("x"))`, "cannot use models.Authors.Name.Eq"},
		{`_ = q.Exclude(models.Authors.Name.Eq("x"))`, "cannot use models.Authors.Name.Eq"},
		{`_ = q.OrderBy(models.Authors.Name.Asc())`, "cannot use models.Authors.Name.Asc"},
		{`_ = q.Only(models.Authors.Name)`, "cannot use models.Authors.Name"},
		{`_ = q.Defer(models.Authors.Name)`, "cannot use models.Authors.Name"},
		{`_ = models.Books.Author.Where(models.Books.Title.Eq("x"))`, "cannot use models.Books.Title.Eq"},
		{`_ = models.Books.Reviews.Any(models.Books.Title.Eq("x"))`, "cannot use models.Books.Title.Eq"},
		{`_ = query.And(models.Books.Title.Eq("x"), models.Authors.Name.Eq("y"))`, "does not match inferred type"},
		{`_ = query.Compare(models.Books.Stock, query.OpLt, models.OrderItems.Quantity)`, "does not match inferred type"},
		{`_ = query.Via(models.Books.Author, models.Publishers.Name)`, "does not match inferred type"},
		{`_ = query.Count(models.Authors.Books, models.Reviews.Rating.Gt(1))`, "does not match inferred type"},
		{`_ = q.SelectRelated(models.Authors.Publisher)`, "cannot use models.Authors.Publisher"},
		{`_ = q.PrefetchRelated(models.Authors.Books)`, "cannot use models.Authors.Books"},
		{`_ = models.Books.Tags.OrderBy(models.Books.ID.Asc())`, "cannot use models.Books.ID.Asc"},
		{`_, _ = q.Update(ctx, models.Authors.Name.Set("x"))`, "cannot use models.Authors.Name.Set"},
		{`_ = q.Create(ctx, &models.Author{})`, "cannot use &models.Author{}"},
		{`_ = q.Save(ctx, book, models.Authors.Name)`, "cannot use models.Authors.Name"},
		{`_ = orm.Load(ctx, db, books, models.Authors.Publisher)`, "does not match inferred type"},
		{`_, _ = orm.InBulk(ctx, q, models.Authors.ID, 1)`, "does not match inferred type"},
		{`_ = q.Using(models.Books)`, "does not implement orm.Session"},
	})
}

// TestValuesOfColumns shows that a column takes values of its own type.
func TestValuesOfColumns(t *testing.T) {
	t.Parallel()
	check(t, builds{
		`_ = models.Books.Stock.Eq(1)`,
		`_ = models.Books.Price.Gt(decimal.NewFromInt(3))`,
		`_ = models.Books.Status.In(models.BookStatusDraft, "published")`,
		`_ = models.Books.PublishedOn.Lt(time.Now())`,
		`_, _ = q.Update(ctx, models.Books.Stock.Set(1), query.SetNull(models.Books.Subtitle), query.SetOptional(models.Books.Weight, orm.Some(1.5)))`,
		`_ = query.Plus(models.Books.Stock, 1)`,
	}, fails{
		{`_ = models.Books.Stock.Eq("1")`, `cannot use "1"`},
		{`_ = models.Books.Title.Eq(1)`, "cannot use 1"},
		{`_ = models.Books.Price.Gt(3)`, "cannot use 3"},
		{`_ = models.Books.InPrint.Eq(1)`, "cannot use 1"},
		{`status := "draft"; _ = models.Books.Status.Eq(status)`, "cannot use status"},
		{`_ = models.Books.Status.Eq(models.OrderStatusOpen)`, "cannot use models.OrderStatusOpen"},
		{`_ = models.Books.Title.Set(1)`, "cannot use 1"},
		{`_ = models.Books.Title.Set(nil)`, "cannot use nil"},
		{`_ = models.Books.Subtitle.Set(orm.Some("x"))`, "cannot use orm.Some"},
		{`_ = models.Books.Subtitle.Eq(nil)`, "cannot use nil"},
		{`_ = models.Books.Cover.Lt([]byte{})`, "Lt undefined"},
		{`_ = models.Books.Stock.Contains("1")`, "Contains undefined"},
		{`_ = models.Books.InPrint.Contains("x")`, "Contains undefined"},
		{`_ = query.Lower(models.Books.Stock)`, "does not match"},
		{`_ = query.Year(models.Books.Title)`, "does not match"},
		{`_ = query.Add(models.Books.Stock, models.Books.Weight)`, "does not match"},
		{`var n int; _ = models.Books.Stock.Into(&n)`, "cannot use &n"},
	})
}
