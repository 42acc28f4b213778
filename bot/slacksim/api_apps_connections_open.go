package slacksim

import (
	"net/url"
	"strings"
)

// appsConnectionsOpen is apps.connections.open: an address with a ticket for one socket.
func appsConnectionsOpen() method {
	return method{
		name: "apps.connections.open", tier: "1+", appToken: true, scopes: []string{"connections:write"},
		run: func(s *Slack, _ arguments) (doc, *apiError) {
			ticket := secret(16)
			s.sockets.tickets[ticket] = true
			query := url.Values{"ticket": {ticket}, "app_id": {s.ids.app}}
			return doc{"url": "ws" + strings.TrimPrefix(s.base, "http") + "/link/?" + query.Encode()}, nil
		},
	}
}
