package orm

import "github.com/seed83105465/duet/query"

// PlanOf finds the plan of a query, as All does before it sends anything.
func PlanOf[P any](q *QueryOf[P]) (*query.Plan, []Value, error) {
	c := (*core)(q)
	return c.session.root().cache.Plan(&query.Statement{Kind: query.SelectRows, Select: c.sel}, nil)
}
