package main

import (
	"fmt"
	"path/filepath"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/golang/config"
	"github.com/seed83105465/duet/codegen/schema"
)

// writeModels hands the schema to the back end, and writes what that made.
func writeModels(s *session, read *schema.Schema, c *generateCmd) error {
	var options golang.Options
	if c.Config != "" {
		var err error
		if options, err = config.Load(c.Config); err != nil {
			return err
		}
	}
	dir, err := filepath.Abs(c.Out)
	if err != nil {
		return fmt.Errorf("writing models: %w", err)
	}
	if options.Package = c.Package; c.Package == "" {
		options.Package = golang.PackageName(dir)
	}
	files, warnings, err := golang.Generate(read, options)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		_, _ = fmt.Fprintf(s.stderr, "ormgen: warning: %s\n", w)
	}
	return golang.Write(c.Out, files)
}
