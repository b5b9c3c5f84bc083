// Package cluster starts PostgreSQL servers for tests, and leaves nothing of them behind. It knows nothing of testing:
// package pgtest is what tests call, and command pgserver what a shell calls.
//
//   - cluster.go chooses: Docker, then the machine's own PostgreSQL, then an error that says why neither.
//   - docker.go runs a server in a container, image.go finds, pulls or makes its image, bouncer.go runs PgBouncer.
//   - local.go runs a server from PostgreSQL's binaries, binaries.go finds them.
//   - owner.go tells processes apart, sweep.go removes what a process that was killed left behind.
//   - settings.go is what all servers run with, ready.go waits until one answers.
//
// What Start returned belongs to its caller until Remove. A caller that may be killed at any moment (a test binary)
// does not call Start itself but has package supervisor do so in a process of its own.
package cluster
