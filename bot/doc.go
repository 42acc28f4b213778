// Package bot is the Slack side of Codekeeper. It knows nothing of influencers.
//
// It keeps two staggered Socket Mode connections open, takes what Slack
// delivers into a bounded queue, finds out who acts and whether they may,
// routes commands, clicks, submissions, option queries, shortcuts and Home
// to handlers, and answers each within Slack's three seconds: what a handler
// stored is committed before it is acknowledged. It sends through one paced
// client, and it owns the clock.
package bot
