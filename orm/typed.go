package orm

// The types that programs name, by the model. As in package query, each is another name for a type whose parameter is
// the pointer to the model, because that is compiled once for all models.
type (
	// Query is a query for rows of M; see [QueryOf].
	Query[M any] = QueryOf[*M]
	// Column is a column of M; see [ColumnOf].
	Column[M any] = ColumnOf[*M]
	// Projection is a query for values of type R; see [ProjectionOf].
	Projection[M, R any] = ProjectionOf[*M, R]
	// Made is a row that was found or created; see [MadeOf].
	Made[M any] = MadeOf[*M]
	// BulkOption is a setting of BulkCreate; see [BulkOptionOf].
	BulkOption[M any] = BulkOptionOf[*M]
)
