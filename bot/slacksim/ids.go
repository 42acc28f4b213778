package slacksim

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// newID makes an identifier that looks like Slack's: a letter that tells the kind, then capitals and digits.
// The caller holds s.mu or is Start.
func (s *Slack) newID(kind string) string {
	s.serial++
	return kind + "0" + strings.ToUpper(fmt.Sprintf("%07s", strconv.FormatInt(s.serial, 36)))
}

// newTS is a message's timestamp and id: seconds and microseconds of the workspace's clock, never the same twice.
// The caller holds s.mu.
func (s *Slack) newTS() string {
	s.lastTS = max(s.clock.Now().UnixMicro(), s.lastTS+1)
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}

// secret is n random bytes in hexadecimal.
func secret(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // documented never to fail
	return hex.EncodeToString(b)
}

func (s *Slack) newIdentity() identity {
	id := identity{
		team:         s.newID("T"),
		teamDomain:   lowerName(s.cfg.TeamName),
		app:          s.newID("A"),
		botUser:      s.newID("U"),
		bot:          s.newID("B"),
		verification: secret(12),
	}
	id.appToken = "xapp-1-" + id.app + "-" + secret(16)
	id.botToken = "xoxb-" + strconv.FormatInt(s.serial, 10) + "-" + secret(12)
	return id
}
