package cluster

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ory/dockertest/v3"
	"github.com/ory/dockertest/v3/docker"

	"github.com/seed83105465/duet/integration/image"
)

// DefaultImage is the image that is used if none is asked for.
const DefaultImage = "postgres:17-alpine"

// findImage returns an image that is there: the one asked for, pulled if need be, or else one made of Debian's
// packages. One that was made before is not a reason to pull: whoever made it could not.
func findImage(ctx context.Context, pool *dockertest.Pool, options Options) (string, error) {
	wanted := options.Image
	if wanted == "" {
		wanted = DefaultImage
	}
	if there(pool, wanted) {
		return wanted, nil
	}
	if options.Image == "" {
		if made, err := image.Name(ctx); err == nil && there(pool, made) {
			return made, nil
		}
	}
	pullErr := pull(ctx, pool, wanted)
	if pullErr == nil {
		return wanted, nil
	}
	made, err := image.Build(ctx, options.Log)
	if err != nil {
		return "", unusable{fmt.Errorf("%s cannot be pulled: %w; and none can be made: %w", wanted, pullErr, err)}
	}
	return made, nil
}

// there tells whether an image need not be pulled.
func there(pool *dockertest.Pool, name string) bool {
	_, err := pool.Client.InspectImage(name)
	return err == nil
}

// pull pulls an image. It gives up when nothing arrives for a while, as without a network.
func pull(ctx context.Context, pool *dockertest.Pool, name string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	repository, tag := splitImage(name)
	err := pool.Client.PullImage(docker.PullImageOptions{
		Repository: repository, Tag: tag, Context: ctx, InactivityTimeout: 20 * time.Second,
	}, docker.AuthConfiguration{})
	if err == nil && !there(pool, name) {
		err = errors.New("it was pulled, and is not there")
	}
	return err
}

// splitImage parts an image's name from its tag: a colon before a slash is that of a port.
func splitImage(name string) (repository, tag string) {
	if at := strings.LastIndexByte(name, ':'); at > strings.LastIndexByte(name, '/') {
		return name[:at], name[at+1:]
	}
	return name, "latest"
}
