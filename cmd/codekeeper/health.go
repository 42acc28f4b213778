package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// healthWithin bounds the question to the running program.
const healthWithin = 5 * time.Second

// healthCommand asks the program that runs at LISTEN_ADDR, for an image's
// health check: nothing else needs to be in the image.
type healthCommand struct{}

// Run answers an error unless the program is ready.
func (*healthCommand) Run(ctx context.Context, p *program) error {
	addr, err := p.listenAddr()
	if err != nil {
		return err
	}
	if addr == "" {
		return errors.New("LISTEN_ADDR is not set: give both serve and health the same one, such as 127.0.0.1:8080")
	}
	at, err := askAt(addr)
	if err != nil {
		return err
	}
	answer, err := ask(ctx, at)
	if err != nil {
		return setting("LISTEN_ADDR", addr, err.Error())
	}
	_, err = fmt.Fprintln(p.stdout, answer)
	return err
}

// askAt is the address to ask for one that is listened at: "every interface"
// is asked on this machine.
func askAt(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", err
	}
	if port == "0" {
		return "", setting("LISTEN_ADDR", addr, "port 0 is a different one each time; choose one that can be asked")
	}
	switch host {
	case "", "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	return net.JoinHostPort(host, port), nil
}

// ask returns what /readyz answers, as an error unless it is ready.
func ask(ctx context.Context, at string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, healthWithin)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+at+"/readyz", nil)
	if err != nil {
		return "", err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // no proxy: it is this machine
	response, err := client.Do(request)
	if err != nil {
		return "", fmt.Errorf("nothing answers: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 4<<10))
	if err != nil {
		return "", fmt.Errorf("read the answer: %w", err)
	}
	answer := strings.TrimSpace(string(body))
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("not ready: %s", answer)
	}
	return answer, nil
}
