package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/alecthomas/kong"
)

// The exit codes.
const (
	exitOK    = 0
	exitError = 1 // the schema, the database or the disk is at fault
	exitUsage = 2 // the command line is
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// commands is the command line, as kong reads it.
type commands struct {
	Generate generateCmd `cmd:"" help:"Write a package of models."`
	Inspect  inspectCmd  `cmd:"" help:"Print the schema as ormgen understands it."`
	Version  versionCmd  `cmd:"" help:"Print the version of ormgen."`
}

// session is what a command needs of the outside.
type session struct {
	ctx            context.Context
	stdout, stderr io.Writer
}

// run is main without the process: it takes the arguments behind the program's name, and gives the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	helped := false
	var cli commands
	parser, err := kong.New(&cli,
		kong.Name("ormgen"),
		kong.Description("Makes Go models from a SQL schema."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }), // --help
	)
	if err != nil {
		report(stderr, err)
		return exitError
	}
	parsed, err := parser.Parse(args)
	switch {
	case helped:
		return exitOK
	case err != nil:
		report(stderr, err)
		_, _ = fmt.Fprintln(stderr, "run ormgen --help to see how it is used")
		return exitUsage
	}
	if err := parsed.Run(&session{ctx: ctx, stdout: stdout, stderr: stderr}); err != nil {
		report(stderr, err)
		return exitError
	}
	return exitOK
}
