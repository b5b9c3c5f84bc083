package main

import (
	"fmt"
	"runtime/debug"
)

// versionCmd is "ormgen version".
type versionCmd struct{}

// Run prints the module's version: a tag for an installed program, (devel) in a checkout.
func (versionCmd) Run(s *session) error {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	_, err := fmt.Fprintln(s.stdout, "ormgen", version)
	return err
}
