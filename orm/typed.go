package orm

// The types that programs name, by the model. As in package query, each is another name for a type whose parameter is
// the pointer to the model, because that is compiled once for all models.
type (
	// Table is a table of rows of M; see [TableOf].
	Table[M any] = TableOf[*M]
	// Rows is what the methods of M call; see [RowsOf].
	Rows[M any] = RowsOf[*M]
	// Query is a query for rows of M; see [QueryOf].
	Query[M any] = QueryOf[*M]
	// Column is a column of M; see [ColumnOf].
	Column[M any] = ColumnOf[*M]
	// Projection is a query for values of type R; see [ProjectionOf].
	Projection[M, R any] = ProjectionOf[*M, R]
	// BulkOption is a setting of BulkCreate; see [BulkOptionOf].
	BulkOption[M any] = BulkOptionOf[*M]
)
