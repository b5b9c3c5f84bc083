// Package orm asks: queries of models in two voices, relations, rows written and read.
package orm
