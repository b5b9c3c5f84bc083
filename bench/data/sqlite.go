package data

import (
	"database/sql"
	"fmt"

	"github.com/seed83105465/duet/bench/schema"
)

// SeedSQLite makes the tables in an empty database of SQLite and fills them, with the times as database/sql's driver
// writes them.
func SeedSQLite(db *sql.DB) error {
	if _, err := db.Exec(schema.SQLite); err != nil {
		return fmt.Errorf("create the tables: %w", err)
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	insert := func(statement string, args ...any) {
		if err == nil {
			_, err = tx.Exec(statement, args...)
		}
	}
	for id := 1; id <= Authors; id++ {
		a := AuthorOf(id)
		insert("INSERT INTO authors VALUES (?,?,?,?,?)", a.ID, a.Name, a.Email, a.Bio, a.CreatedAt)
	}
	for id := 1; id <= Publishers; id++ {
		insert("INSERT INTO publishers VALUES (?,?)", id, PublisherOf(id).Name)
	}
	for id := 1; id <= Books; id++ {
		insert("INSERT INTO books VALUES (?,?,?,?,?,?)", bookRow(id)...)
	}
	for id := 1; id <= Tags; id++ {
		insert("INSERT INTO tags VALUES (?,?)", id, TagOf(id).Name)
	}
	for id := 1; id <= Books; id++ {
		for _, tag := range TagsOf(id) {
			insert("INSERT INTO book_tags VALUES (?,?)", id, tag)
		}
	}
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.Exec("ANALYZE")
	return err
}
