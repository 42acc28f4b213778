package slacksim

import (
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// Nobody else on the network can reach it, unless that was asked for.
func TestPageIsOnThisMachineOnly(t *testing.T) {
	sim := workspace(t, Config{})
	u, err := url.Parse(sim.URL())
	if err != nil || u.Hostname() != "127.0.0.1" {
		t.Fatalf("the page is at %s (%v)", sim.URL(), err)
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		own, ok := a.(*net.IPNet)
		if !ok || own.IP.IsLoopback() || own.IP.IsLinkLocalUnicast() {
			continue
		}
		dialer := net.Dialer{Timeout: time.Second}
		if c, err := dialer.DialContext(t.Context(), "tcp", net.JoinHostPort(own.IP.String(), u.Port())); err == nil {
			_ = c.Close()
			t.Errorf("it can be reached at %s", own.IP)
		}
	}
}

// A workspace that listens everywhere is reached at this machine's addresses, and by no name that leads to them.
func TestPageEverywhere(t *testing.T) {
	sim := workspace(t, Config{Addr: "0.0.0.0:0"})
	u, err := url.Parse(sim.URL())
	if err != nil || u.Hostname() != "127.0.0.1" {
		t.Fatalf("the page is at %s (%v)", sim.URL(), err)
	}
	b := browse(t, sim, "ana")
	for _, address := range append(sim.NetworkURLs(), sim.URL()) {
		own, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if status, body := b.request(http.MethodGet, "", own.Host, nil, nil); status != http.StatusOK {
			t.Errorf("as %s: status %d %q", own.Host, status, body)
		}
		dialer := net.Dialer{Timeout: time.Second}
		c, err := dialer.DialContext(t.Context(), "tcp", own.Host)
		if err != nil {
			t.Errorf("it can't be reached at %s: %v", address, err)
			continue
		}
		_ = c.Close()
	}
	for _, host := range []string{"evil.example", "evil.example:" + u.Port(), "192.0.2.1:" + u.Port()} {
		if status, _ := b.request(http.MethodGet, "", host, nil, nil); status != http.StatusForbidden {
			t.Errorf("as %q: status %d, want 403", host, status)
		}
	}
	if here := workspace(t, Config{}).NetworkURLs(); len(here) > 0 {
		t.Errorf("a workspace on this machine only is said to be at %q", here)
	}
}
