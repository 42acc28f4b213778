// Package slacksim is a Slack workspace in one process: the Web API, Socket Mode and response URLs over real HTTP
// and WebSocket on 127.0.0.1, people and channels, and a client in front of which those people sit.
//
// It serves two readers. Tests drive it through [Slack.As], so that they read like a story:
//
//	ana := sim.As(t, "ana")
//	ana.Types("/influencer select @maya.glow summer-glow")
//	ana.Form().Fill("Coupon code", "TBD").Submit()
//	ana.Sees("TBD")
//
// The demo shows the same workspace as a page in the browser. Both use the same acts, so what works in one works in
// the other.
//
// The simulator is as strict as Slack and refuses with Slack's own error codes; everything it refuses is kept for
// [Slack.Refusals]. Messages and views are stored as the JSON that the app sent, never as a library's structs, so
// that nothing the app really said is lost or mended on the way.
package slacksim
