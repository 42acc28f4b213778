package commands

import (
	"time"

	"codekeeper/bot"
	"codekeeper/store"
)

// act is who changes something by this request, and by which way.
func act(r *bot.Request) store.Act {
	if r.Kind == bot.KindCommand { // at once: no form was opened
		return actBy(r, store.ByCommand)
	}
	return actBy(r, wayOf(r))
}

// actBy is act by a way that the request doesn't tell.
func actBy(r *bot.Request, way store.Way) store.Act {
	return store.Act{Team: r.TeamID, Request: r.ID, User: r.UserID, Way: way, At: r.At}
}

// local is the time of the request where the person is.
func local(r *bot.Request) time.Time {
	if zone, err := time.LoadLocation(r.User.TimeZone); err == nil && r.User.TimeZone != "" {
		return r.At.In(zone)
	}
	return r.At.UTC()
}
