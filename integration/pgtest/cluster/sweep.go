package cluster

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/ory/dockertest/v3"
	"github.com/ory/dockertest/v3/docker"
)

const folderPrefix = "duet-postgres-"

// sweepFolders removes the folders of clusters whose process was killed. A server that was running there has ended
// with it. What cannot be removed now is left for the next sweep: it is no reason not to run tests.
func sweepFolders(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, entry := range entries {
		text, ok := strings.CutPrefix(entry.Name(), folderPrefix)
		if !ok || !entry.IsDir() {
			continue
		}
		// The last part is MkdirTemp's.
		o, ok := parseOwner(text[:max(0, strings.LastIndexByte(text, '-'))])
		if ok && (o.gone() || o.earlierBoot()) {
			_ = os.RemoveAll(filepath.Join(parent, entry.Name()))
		}
	}
}

// sweepContainers removes the containers whose process was killed. Those of another machine's processes, on a daemon
// that is shared, are left alone, and end by their expiry.
func sweepContainers(ctx context.Context, pool *dockertest.Pool) {
	found, err := pool.Client.ListContainers(docker.ListContainersOptions{
		All: true, Filters: map[string][]string{"label": {ownerLabel}}, Context: ctx,
	})
	if err != nil {
		return
	}
	for _, c := range found {
		o, ok := parseOwner(c.Labels[ownerLabel])
		if ok && (o.gone() || o.earlierBoot() && c.State != "running") {
			_ = removeContainer(ctx, pool, c.ID)
		}
	}
}
