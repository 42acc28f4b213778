// Package store is what Codekeeper remembers: campaigns, influencers,
// applications, their history, and what the digest has posted, in Postgres.
//
// Every key begins with the workspace's team id. A change of one thing is one
// prepared statement that checks the version it was based on, writes the row,
// its history and the request that asked for it; a transaction is for many
// rows. No SQL reads the database's clock: time is an argument.
package store
