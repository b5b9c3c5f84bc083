// Package image makes a Docker image of PostgreSQL and PgBouncer from Debian's packages, where no registry can be
// reached. It is a way to call two scripts that are also of use without it:
//
//   - build makes the image, once, and prints its name.
//   - entrypoint starts the server inside, with the environment that the official image knows.
package image
