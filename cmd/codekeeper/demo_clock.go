package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"codekeeper/bot/slacksim"
)

// clockFile is beside the data that is kept, and says how far the workspace's
// clock is from the real one. Whatever is recorded was recorded before what
// that clock shows, so a further run begins no earlier.
const clockFile = "clock"

// beginClock sets the clock: to this morning, unless an earlier run had come
// further by now.
func (d *demoCommand) beginClock(clock *slacksim.Clock) error {
	now := time.Now()
	begin, err := thisMorning(now)
	if err != nil {
		return err
	}
	away, kept, err := d.keptClock()
	if err != nil {
		return err
	}
	if reached := now.Add(away); kept && reached.After(begin) {
		begin = reached
	}
	clock.Set(begin)
	return d.keepClock(clock)
}

// keptClock is how far the clock of an earlier run is from the real one, if
// there was such a run.
func (d *demoCommand) keptClock() (away time.Duration, kept bool, err error) {
	if d.Data == "" {
		return 0, false, nil
	}
	path := filepath.Join(d.Data, clockFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("read the clock of an earlier run: %w", err)
	}
	if away, err = time.ParseDuration(strings.TrimSpace(string(text))); err != nil {
		return 0, false, fmt.Errorf("%s holds no duration, such as -5h15m: remove it to begin this morning: %w", path, err)
	}
	return away, true, nil
}

// keepClock writes down how far the clock is from the real one.
func (d *demoCommand) keepClock(clock *slacksim.Clock) error {
	if d.Data == "" {
		return nil
	}
	away := time.Until(clock.Now()).Round(time.Millisecond)
	path := filepath.Join(d.Data, clockFile)
	err := os.WriteFile(path+".new", []byte(away.String()+"\n"), 0o600)
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return fmt.Errorf("keep the clock for the next run: %w", err)
	}
	return nil
}
