package bun

import (
	"time"

	"github.com/uptrace/bun"
)

type author struct {
	bun.BaseModel `bun:"table:authors,alias:a"`
	ID            int64 `bun:",pk,autoincrement"`
	Name          string
	Email         string
	Bio           *string
	CreatedAt     time.Time
	Books         []*book `bun:"rel:has-many,join:id=author_id"`
}

type publisher struct {
	bun.BaseModel `bun:"table:publishers,alias:p"`
	ID            int64 `bun:",pk,autoincrement"`
	Name          string
}

type book struct {
	bun.BaseModel `bun:"table:books,alias:b"`
	ID            int64 `bun:",pk,autoincrement"`
	Title         string
	AuthorID      int64
	PublisherID   *int64
	PriceCents    int64
	PublishedOn   time.Time
	Author        *author    `bun:"rel:belongs-to,join:author_id=id"`
	Publisher     *publisher `bun:"rel:belongs-to,join:publisher_id=id"`
	Tags          []*tag     `bun:"m2m:book_tags,join:Book=Tag"`
}

type tag struct {
	bun.BaseModel `bun:"table:tags,alias:t"`
	ID            int64 `bun:",pk,autoincrement"`
	Name          string
}

type bookTag struct {
	bun.BaseModel `bun:"table:book_tags"`
	BookID        int64 `bun:",pk"`
	Book          *book `bun:"rel:belongs-to,join:book_id=id"`
	TagID         int64 `bun:",pk"`
	Tag           *tag  `bun:"rel:belongs-to,join:tag_id=id"`
}
