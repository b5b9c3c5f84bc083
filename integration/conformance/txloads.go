package conformance

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

// Lazy loads and transactions.
var txLoadTests = []test{
	{"RowOfTheDB", loadRowOfDBInTx},
	{"RowOfTheParent", loadRowOfParentInSavepoint},
	{"RowOfTheSavepoint", loadRowOfSavepointInParent},
	{"SharedWithOthers", loadSharedWithTx},
}

// loadRowOfDBInTx: inside of a transaction a row of the DB loads on the transaction, and sees what it did.
func loadRowOfDBInTx(e *env) {
	b := &models.Books
	q := b.Using(e.db).Filter(b.ID.Eq(1))
	row := must(e, q.Get, q.GetAsync)
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		a := models.Authors.Using(tx).Filter(models.Authors.ID.Eq(1))
		if _, err := update(e, a, models.Authors.Name.Set("Changed")); err != nil {
			return err
		}
		author, err := ask(e, row.LoadAuthor, row.LoadAuthorAsync)
		if err != nil {
			return err
		}
		require.Equal(e, "Changed", author.Name)
		return nil
	}))
}

func loadRowOfParentInSavepoint(e *env) {
	b := &models.Books
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		q := b.Using(tx).Filter(b.ID.Eq(1))
		row := must(e, q.Get, q.GetAsync)
		return e.atomic(func(e *env, _ *orm.Tx) error {
			author, err := ask(e, row.LoadAuthor, row.LoadAuthorAsync)
			if err != nil {
				return err
			}
			require.EqualValues(e, 1, author.ID)
			return nil
		})
	}))
}

func loadRowOfSavepointInParent(e *env) {
	b := &models.Books
	require.NoError(e, e.atomic(func(e *env, _ *orm.Tx) error {
		var row *models.Book
		if err := e.atomic(func(e *env, tx *orm.Tx) error {
			q := b.Using(tx).Filter(b.ID.Eq(1))
			row = must(e, q.Get, q.GetAsync)
			return nil
		}); err != nil {
			return err
		}
		author, err := ask(e, row.LoadAuthor, row.LoadAuthorAsync)
		if err != nil {
			return err
		}
		require.EqualValues(e, 1, author.ID)
		return nil
	}))
}

// loadSharedWithTx: rows that a transaction and somebody else load at the same time must not make one wait for the
// other: the other may be waiting for the transaction's connection.
func loadSharedWithTx(e *env) {
	b := &models.Books
	q := b.Using(e.db).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	ctx, cancel := context.WithTimeout(e.ctx, 5*time.Second)
	defer cancel()
	in := *e
	in.ctx, in.async = ctx, false
	other := make(chan error, 1)
	require.NoError(e, in.atomic(func(in *env, tx *orm.Tx) error {
		if _, err := update(in, models.Tags.Using(tx).Filter(models.Tags.ID.Eq(1)), models.Tags.Name.Set("x")); err != nil {
			return err
		}
		go func() {
			_, err := rows[1].LoadAuthor(ctx)
			other <- err
		}()
		time.Sleep(50 * time.Millisecond) // so that the other is under way, and has to wait where there is one connection
		_, err := rows[0].LoadAuthor(in.ctx)
		return err
	}), "the transaction waits for a load that waits for the transaction")
	require.NoError(e, <-other)
}
