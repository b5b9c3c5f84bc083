package shop

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/safety"
)

// TestTemplateNeverAsks gives the template books whose authors were not loaded.
func TestTemplateNeverAsks(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), t.TempDir()+"/shop.db")
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	books, err := models.Books.Using(db).SelectRelated(models.Books.Publisher).PrefetchRelated(models.Books.Tags).All(t.Context())
	require.NoError(t, err)
	err = cataloguePage.Execute(io.Discard, books)
	require.ErrorIs(t, err, safety.ErrNotLoaded)
	require.ErrorContains(t, err, "add SelectRelated(models.Books.Author) to the query at shop/catalogue_test.go:")
}
