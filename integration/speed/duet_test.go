package speed

import (
	"context"
	"time"

	"github.com/seed83105465/duet/integration/speed/models"
	"github.com/seed83105465/duet/orm"
)

// duet is the same with Duet, as a program writes it.
type duet struct{ db *orm.DB }

func (d duet) get(ctx context.Context, id int64) (*models.Book, error) {
	return models.Books.Using(d.db).Filter(models.Books.ID.Eq(id)).Get(ctx)
}

func (d duet) filter(ctx context.Context, publisher, price int64, before time.Time) ([]*models.Book, error) {
	return models.Books.Using(d.db).
		Filter(models.Books.PublisherID.Eq(publisher), models.Books.PriceCents.Ge(price), models.Books.PublishedOn.Lt(before)).
		OrderBy(models.Books.PublishedOn.Desc(), models.Books.ID.Desc()).Limit(100).All(ctx)
}

func (d duet) read(ctx context.Context) ([]*models.Book, error) {
	return models.Books.Using(d.db).OrderBy(models.Books.ID.Asc()).Limit(10000).All(ctx)
}

func (d duet) join(ctx context.Context) ([]*models.Book, error) {
	return models.Books.Using(d.db).SelectRelated(models.Books.Author, models.Books.Publisher).
		OrderBy(models.Books.ID.Asc()).Limit(1000).All(ctx)
}

func (d duet) prefetch(ctx context.Context) ([]*models.Author, error) {
	return models.Authors.Using(d.db).PrefetchRelated(models.Authors.Books).OrderBy(models.Authors.ID.Asc()).Limit(100).All(ctx)
}

func (d duet) manyToMany(ctx context.Context) ([]*models.Book, error) {
	return models.Books.Using(d.db).PrefetchRelated(models.Books.Tags).OrderBy(models.Books.ID.Asc()).Limit(100).All(ctx)
}

func (d duet) insert(ctx context.Context, b *models.Book) error {
	return models.Books.Using(d.db).Create(ctx, b)
}

func (d duet) bulk(ctx context.Context, books []*models.Book) error {
	return models.Books.Using(d.db).BulkCreate(ctx, books)
}

func (d duet) update(ctx context.Context, id int64, title string, price int64) error {
	_, err := models.Books.Using(d.db).Filter(models.Books.ID.Eq(id)).
		Update(ctx, models.Books.Title.Set(title), models.Books.PriceCents.Set(price))
	return err
}
