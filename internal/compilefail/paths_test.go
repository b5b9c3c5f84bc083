package compilefail

import "testing"

// TestPaths shows that only relations that exist are followed, and to-many ones only where rows may be many.
func TestPaths(t *testing.T) {
	t.Parallel()
	check(t, builds{
		`_ = q.SelectRelated(models.Books.Author, query.Through(models.Books.Author, models.Authors.Publisher))`,
		`_ = q.SelectRelated(query.Through(query.Through(models.Books.Author, models.Authors.Mentor), models.Authors.Publisher))`,
		`_ = q.PrefetchRelated(models.Books.Tags, models.Books.Author, models.Books.Tags.OrderBy(models.Tags.Name.Asc()).Limit(3))`,
		`_ = q.PrefetchRelated(models.Books.Reviews.Prefetch().SelectRelated(models.Reviews.Customer))`,
		`_ = q.PrefetchRelated(query.ThroughMany(models.Books.Author, models.Authors.Books))`,
		`_ = query.ThroughMany(models.Authors.Books, models.Books.Reviews).Any(models.Reviews.Rating.Gt(4))`,
	}, fails{
		{`_ = q.SelectRelated(models.Books.Tags)`, "does not implement query.OnePathOf"},
		{`_ = q.SelectRelated(query.ThroughMany(models.Books.Author, models.Authors.Books))`, "does not implement query.OnePathOf"},
		{`_ = q.SelectRelated(models.Books.Tags.Limit(3))`, "does not implement query.OnePathOf"},
		{`_ = q.SelectRelated(models.Books.Title)`, "does not implement query.OnePathOf"},
		{`_ = q.SelectRelated("author")`, "does not implement query.OnePathOf"},
		{`_ = q.PrefetchRelated(models.Books.Title)`, "does not implement query.PrefetchableOf"},
		{`_ = models.Books.Tags.Limit(3).Any()`, "Any undefined"},
		{`_ = models.Books.Tags.Filter(models.Tags.Name.Eq("go")).None()`, "None undefined"},
		{`_ = models.Books.Tags.Where(models.Tags.Name.Eq("go"))`, "Where undefined"},
		{`_ = models.Books.Author.Any(models.Authors.Name.Eq("Rob"))`, "Any undefined"},
		{`_ = models.Books.Autor`, "Autor undefined"}, //nolint:misspell // on purpose
		{`_ = query.Through(models.Books.Author, models.Books.Publisher)`, "does not match"},
		{`_ = query.Through(models.Books.Author, models.Authors.Books)`, "does not match"},
		{`_ = query.Through(models.Books.Tags, models.BookTags.Book)`, "does not match"},
		{`_ = query.ThroughMany(models.Authors.Books, models.Authors.Publisher)`, "does not match"},
		{`_ = models.Books.Reviews.Prefetch().SelectRelated(models.Books.Author)`, "cannot use models.Books.Author"},
		{`_ = models.Books.Reviews.Prefetch().PrefetchRelated(models.Books.Tags)`, "cannot use models.Books.Tags"},
		{`_ = query.Via(models.Books.Tags, models.Tags.Name)`, "does not match"},
		{`_, _ = book.LoadAuthors(ctx)`, "LoadAuthors undefined"},
	})
}
