// Package steady marks the contexts of tests that count round trips. With them every statement is taken for fast, so that
// how many there are depends on the code and not on how busy the machine is.
package steady

import "context"

type key struct{}

// With is a context with the mark.
func With(ctx context.Context) context.Context { return context.WithValue(ctx, key{}, true) }

// Is reports whether a context has the mark.
func Is(ctx context.Context) bool { return ctx.Value(key{}) != nil }
