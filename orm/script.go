package orm

import (
	"context"
	"fmt"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// Script runs SQL text that holds any number of statements and takes no arguments, such as a schema or a fixture. Their
// answers are dropped. Whether the statements are one transaction is for the text to say.
func Script(ctx context.Context, s Session, sql string) error {
	if err := guard(ctx, s, safety.Call{On: "orm", Name: "Script", Twin: "ScriptAsync", Site: safety.Caller(1)}); err != nil {
		return err
	}
	if err := run(ctx, s, &scriptJob{asked: asked{site: safety.Caller(1)}, sql: sql}); err != nil {
		return fmt.Errorf("orm.Script: %w", err)
	}
	return nil
}

// ScriptAsync is the asynchronous Script.
func ScriptAsync(ac AsyncContext, s Session, sql string) *Future[struct{}] {
	c := core{session: s, sel: query.Select{Table: &query.Table{Var: "orm"}}}
	return future[struct{}](ac, &scriptJob{asked: c.ask("Script", 0), sql: sql})
}

type scriptJob struct {
	asked
	sql   string
	begun bool
}

func (j *scriptJob) result() (any, error) { return struct{}{}, nil }
func (j *scriptJob) writes() bool         { return true }
func (j *scriptJob) atomic() bool         { return false }

func (j *scriptJob) next(context.Context) (round, error) {
	if j.begun {
		return round{}, nil
	}
	j.begun = true
	return round{ops: []*driver.Op{{Plan: &query.Plan{SQL: j.sql, Write: true, Script: true}}}}, nil
}
