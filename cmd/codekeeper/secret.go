package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// The variables that hold secrets. Each may instead be a file named by the
// variable with _FILE behind it. They have no flags, for flags are seen in
// lists of processes.
const (
	appTokenName = "SLACK_APP_TOKEN"
	botTokenName = "SLACK_BOT_TOKEN"
	databaseName = "DATABASE_URL"
)

// secretLimit is the most that is read of a secret's file, in bytes.
const secretLimit = 64 << 10

// secret is the value of a secret's variable or file, "" when neither is set.
func (p *program) secret(name string) (string, error) {
	value, path := strings.TrimSpace(p.env(name)), p.env(name+"_FILE")
	switch {
	case path == "":
		return value, nil
	case value != "":
		return "", fmt.Errorf("%s and %s_FILE are both set: keep one of them", name, name)
	}
	value, err := readSecret(path)
	if err != nil {
		return "", setting(name+"_FILE", path, err.Error())
	}
	return value, nil
}

func readSecret(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", withoutPath(err)
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, secretLimit))
	if err != nil {
		return "", withoutPath(err)
	}
	value := strings.TrimSpace(string(data))
	if value == "" {
		return "", errors.New("the file is empty")
	}
	return value, nil
}

// withoutPath is a file's error without its path, which is named already.
func withoutPath(err error) error {
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		return of.Err
	}
	return err
}

// databaseURL is DATABASE_URL; an error when it is missing.
func (p *program) databaseURL() (string, error) {
	value, err := p.secret(databaseName)
	if err == nil && value == "" {
		err = errors.New("DATABASE_URL is missing: set it to a Postgres 15 or newer, such as postgres://codekeeper@db.example/codekeeper")
	}
	return value, err
}

// passwordWord is a password in a connection string of words.
const passwordWord = `(?i)(\w*password\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)`

// withoutPassword is a database's address as it may be shown.
func withoutPassword(address string) string {
	if !strings.Contains(address, "://") {
		if strings.Contains(address, "=") {
			return regexp.MustCompile(passwordWord).ReplaceAllString(address, "${1}xxxxx")
		}
		return "(not an address, so it isn't shown)"
	}
	u, err := url.Parse(address)
	if err != nil {
		return "(not a readable address, so it isn't shown)"
	}
	query := u.Query()
	for key := range query {
		if strings.Contains(strings.ToLower(key), "password") {
			query.Set(key, "xxxxx")
		}
	}
	u.RawQuery = query.Encode()
	return u.Redacted()
}
