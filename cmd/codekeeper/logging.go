package main

import (
	"io"
	"log/slog"
	"os"
	"strings"
)

// defaultLevel is the log level of a program that runs unattended.
const defaultLevel = slog.LevelInfo

// logger is the log, on stderr. level is used where LOG_LEVEL says nothing.
func (p *program) logger(level slog.Level) (*slog.Logger, error) {
	switch strings.ToLower(p.LogLevel) {
	case "":
	case "debug":
		level = slog.LevelDebug
	case "info":
		level = slog.LevelInfo
	case "warn":
		level = slog.LevelWarn
	case "error":
		level = slog.LevelError
	default:
		return nil, setting("LOG_LEVEL", p.LogLevel, "not one of debug, info, warn, error")
	}
	format := strings.ToLower(p.LogFormat)
	if format == "" && isTerminal(p.stderr) {
		format = "text"
	}
	options := &slog.HandlerOptions{Level: level}
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(p.stderr, options)), nil
	case "", "json":
		return slog.New(slog.NewJSONHandler(p.stderr, options)), nil
	}
	return nil, setting("LOG_FORMAT", p.LogFormat, "not one of text, json")
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
