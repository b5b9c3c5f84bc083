package outcomes

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/seed83105465/duet/integration/outcomes/marks"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// outcome is what has become of a call, in a form that can be compared.
type outcome struct {
	text    string
	stopped bool // it says that it was cancelled, came too late, or was never sent
	failed  bool // it says that its transaction had failed
	retry   bool // it says that the same may be tried again
	unfit   bool // its arguments could not be sent in any case
}

// sentinels are the errors that an outcome names, where it matches them.
var sentinels = []struct {
	name string
	err  error
}{
	{"not found", orm.ErrNotFound}, {"multiple", orm.ErrMultiple}, {"all rows", orm.ErrAllRows}, {"no session", orm.ErrNoSession},
	{"tx failed", orm.ErrTxFailed}, {"tx done", orm.ErrTxDone}, {"timeout", orm.ErrTimeout}, {"unavailable", orm.ErrUnavailable},
	{"serialization", orm.ErrSerialization}, {"deadlock", orm.ErrDeadlock}, {"locked", orm.ErrLocked}, {"schema", orm.ErrSchema},
	{"unknown", orm.ErrCommitUnknown}, {"unsupported", orm.ErrUnsupported}, {"unreadable", marks.ErrUnreadable},
	{"given up", errGivenUp}, {"mapped", errMapped}, {"stream", errStream}, {"cancelled", context.Canceled}, {"deadline", context.DeadlineExceeded},
	{"not sent", safety.ErrNotSent}, {"scope closed", safety.ErrScopeClosed}, {"goexit", safety.ErrGoexit},
}

// outcomeOf is the outcome of an answer.
func outcomeOf(text string, err error) outcome {
	if err == nil {
		return outcome{text: "= " + text}
	}
	o := outcome{
		failed: errors.Is(err, orm.ErrTxFailed) || errors.Is(err, orm.ErrTxDone),
		retry:  orm.CanRetry(err),
	}
	for _, stop := range []error{context.Canceled, context.DeadlineExceeded, orm.ErrTimeout, safety.ErrNotSent, safety.ErrScopeClosed} {
		o.stopped = o.stopped || errors.Is(err, stop)
	}
	if o.failed {
		o.text = "! the transaction had failed"
		return o
	}
	var words []string
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			words = append(words, s.name)
		}
	}
	var violated *orm.ConstraintError
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &violated):
		words = append(words, fmt.Sprint(violated.Kind, violated.Table, violated.Columns, violated.Constraint))
	case errors.As(err, &pg):
		words = append(words, pg.Code)
	}
	text = err.Error()
	o.unfit = strings.Contains(text, "postgres: argument")
	switch {
	case strings.Contains(text, "does not fit into an integer"):
		words = append(words, "22003") // what the server says, where it is asked
	case len(words) == 0:
		words = append(words, text)
	}
	o.text = "! " + strings.Join(words, ", ")
	return o
}

// outcomeOfCall runs f; its panic is an outcome.
func outcomeOfCall(f func() (string, error)) (o outcome) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *safety.PanicError:
			o = outcome{text: fmt.Sprint("panic: ", r.Value)}
		default:
			o = outcome{text: fmt.Sprint("panic: ", r)}
		}
	}()
	return outcomeOf(f())
}
