package main

import (
	"github.com/seed83105465/duet/codegen/inspect"
)

// inspectCmd is "ormgen inspect".
type inspectCmd struct {
	input
	Format string `help:"text for people, json for tools (a stable format)." enum:"text,json" default:"text"`
}

// Run prints the schema.
func (c *inspectCmd) Run(s *session) error {
	read, err := c.read(s)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return inspect.JSON(s.stdout, read)
	}
	return inspect.Text(s.stdout, read)
}
