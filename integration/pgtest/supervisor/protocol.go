package supervisor

import "errors"

// variable marks the process that is a supervisor.
const variable = "DUET_PGTEST_SUPERVISOR"

// operation is what a supervisor is asked to do.
type operation string

const (
	startServer  operation = "server"
	startBouncer operation = "bouncer"
	stopServer   operation = "stop"
	killServer   operation = "kill"
	againServer  operation = "start"
)

// request is one line to the supervisor.
type request struct {
	Op        operation
	Wanted           // of a server
	DSN       string `json:",omitempty"` // of the server before which a PgBouncer is started
	Container string `json:",omitempty"` // its container, if it has one
}

// reply is one line from the supervisor, the answer to one request.
type reply struct {
	DSN         string `json:",omitempty"`
	Container   string `json:",omitempty"`
	Error       string `json:",omitempty"`
	Unavailable bool   `json:",omitempty"` // the error is that there is no PostgreSQL, or no PgBouncer
}

// err gives the reply's error.
func (r reply) err() error {
	switch {
	case r.Error == "":
		return nil
	case r.Unavailable:
		return UnavailableError(r.Error)
	default:
		return errors.New(r.Error)
	}
}

// UnavailableError is the error where the machine has nothing to start: a reason to skip a test.
type UnavailableError string

func (e UnavailableError) Error() string { return string(e) }
