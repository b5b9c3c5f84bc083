package gorm

import "time"

type author struct {
	ID        int64 `gorm:"primaryKey"`
	Name      string
	Email     string
	Bio       *string
	CreatedAt time.Time
	Books     []book `gorm:"foreignKey:AuthorID"`
}

func (author) TableName() string { return "authors" }

type publisher struct {
	ID   int64 `gorm:"primaryKey"`
	Name string
}

func (publisher) TableName() string { return "publishers" }

type book struct {
	ID          int64 `gorm:"primaryKey"`
	Title       string
	AuthorID    int64
	PublisherID *int64
	PriceCents  int64
	PublishedOn time.Time
	Author      author     `gorm:"foreignKey:AuthorID"`
	Publisher   *publisher `gorm:"foreignKey:PublisherID"`
	Tags        []tag      `gorm:"many2many:book_tags;joinForeignKey:BookID;joinReferences:TagID"`
}

func (book) TableName() string { return "books" }

type tag struct {
	ID   int64 `gorm:"primaryKey"`
	Name string
}

func (tag) TableName() string { return "tags" }
