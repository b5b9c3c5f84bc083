// Package inspect prints a schema: for people as text, for tools as JSON.
//
// # The JSON format
//
// The format is stable: fields are added, never renamed, removed or given another meaning. Every list is there, [] when it is empty;
// order is the order of declaration. Names are as the database has them.
//
//	{
//	  "dialect": "sqlite",
//	  "tables": [{
//	    "schema": "main",            // the namespace, never empty
//	    "name": "books",
//	    "kind": "table",             // table, partitioned, view, materialized_view; partitions are not listed
//	    "columns": [{
//	      "name": "price",
//	      "type": "DECIMAL(10,2)",   // as declared, "" if nothing was
//	      "null": false,             // columns of a primary key are never null, see below
//	      "default": "0",            // text of the expression, null without one; DEFAULT NULL is none
//	      "generated": "",           // the expression of a generated column, "" otherwise
//	      "identity": false,         // the database numbers it: rowid, AUTOINCREMENT, serial, GENERATED AS IDENTITY
//	      "kind": "decimal"          // what the type means, a schema.TypeKind
//	    }],
//	    "primary_key": ["id"],       // columns in the key's order
//	    "foreign_keys": [{
//	      "name": "",                // "" without a name
//	      "columns": ["author_id"],
//	      "ref_schema": "main",
//	      "ref_table": "authors",
//	      "ref_columns": ["id"],     // always written out, also for REFERENCES authors
//	      "on_delete": "NO ACTION",  // NO ACTION, RESTRICT, CASCADE, SET NULL, SET DEFAULT
//	      "on_update": "NO ACTION"
//	    }],
//	    "uniques": [{                // sets of columns without equals among all rows: UNIQUE, and unique indexes on plain columns
//	      "name": "",                // that are not partial; the primary key is not repeated
//	      "columns": ["isbn"]
//	    }],
//	    "indexes": [{                // made by CREATE INDEX
//	      "name": "books_title",
//	      "columns": ["lower(title)"], // a column's name, or an expression's text
//	      "unique": false,
//	      "where": ""                // the condition of a partial index
//	    }],
//	    "checks": [{
//	      "name": "",
//	      "expression": "price >= 0" // without the outer parentheses
//	    }],
//	    "comment": ""
//	  }],
//	  "enums": [{
//	    "schema": "main",
//	    "name": "books_status",
//	    "values": ["draft", "sold"],
//	    "origin": "check"            // type: CREATE TYPE; check: a CHECK that lists a column's texts, named table_column
//	  }],
//	  "domains": [{
//	    "schema": "public",
//	    "name": "email",
//	    "type": "text",
//	    "null": true,
//	    "default": null,
//	    "checks": [{"name": "", "expression": "VALUE ~ '@'"}]
//	  }]
//	}
//
// The columns of a primary key are not null here even where SQLite would let a NULL into a key that is not INTEGER.
//
// The text format is for reading, and may change.
package inspect
