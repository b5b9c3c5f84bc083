package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// visitor asks the service, and prints what it is told.
type visitor struct {
	out     io.Writer
	base    string
	client  *http.Client
	queries <-chan int
	next    string // the cursor of the last page
}

func (v *visitor) visit(ctx context.Context, steps []step) error {
	for _, s := range steps {
		if err := v.take(ctx, s); err != nil {
			return fmt.Errorf("%s %s: %w", s.method, s.path, err)
		}
	}
	return nil
}

// take takes one step. What came back is printed first, so that it can be seen when it is not what was expected.
func (v *visitor) take(ctx context.Context, s step) error {
	path := strings.ReplaceAll(s.path, "{next}", url.QueryEscape(v.next))
	status, body, err := v.send(ctx, s.method, path, s.body)
	if err != nil {
		return err
	}
	var queries int
	select {
	case queries = <-v.queries:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	fmt.Fprintf(v.out, "\n%s\n%s %s\n", s.say, s.method, s.path)
	if s.body != "" {
		fmt.Fprintf(v.out, "    %s\n", s.body)
	}
	fmt.Fprintf(v.out, "-> %d %s, %s\n", status, http.StatusText(status), plural(queries, "query", "queries"))
	fmt.Fprint(v.out, indented(shortened(body)))

	var page struct{ Next string }
	if json.Unmarshal(body, &page) == nil {
		v.next = page.Next
	}
	switch {
	case status != s.status:
		return fmt.Errorf("expected status %d, got %d", s.status, status)
	case queries != s.queries:
		return fmt.Errorf("expected %s, got %d", plural(s.queries, "query", "queries"), queries)
	case !strings.Contains(string(body), s.hold):
		return fmt.Errorf("the answer does not contain %q", s.hold)
	}
	return nil
}

func (v *visitor) send(ctx context.Context, method, path, body string) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, v.base+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	res, err := v.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, text, err
}
