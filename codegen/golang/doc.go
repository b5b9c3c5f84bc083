// Package golang writes Go: a package of models from a codegen/schema.
package golang
