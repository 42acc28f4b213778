package slacksim

import (
	"regexp"
	"strings"
)

// filesCompleteUpload is files.completeUploadExternal: uploaded files become files, and a message where they are shared.
func filesCompleteUpload() method {
	return method{
		name: "files.completeUploadExternal", tier: "100+", scopes: []string{"files:write"}, required: []string{"files"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			files, failed := s.uploads(args)
			if failed != nil {
				return nil, failed
			}
			channels, failed := shareWith(args)
			if failed != nil {
				return nil, failed
			}
			if failed := s.share(args, files, channels); failed != nil {
				return nil, failed
			}
			out := make([]doc, 0, len(files))
			for _, f := range files {
				f.complete = true
				out = append(out, s.fileDoc(f))
			}
			return doc{"files": out}, nil
		},
	}
}

// maxShares is with how many channels a file can be shared at once.
const maxShares = 100

// shareWith are the channels that a file is to be shared in: those of channels, where people's ids stand for their
// direct messages, or channel_id, where they don't. A single empty one is none.
func shareWith(args arguments) ([]string, *apiError) {
	all := strings.Split(args.str("channels"), ",")
	if args.has("channel_id") {
		all = []string{args.str("channel_id")}
		if !regexp.MustCompile(`^[CGDZ][A-Z0-9]{8,}$`).MatchString(all[0]) {
			return nil, badArgument("input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]")
		}
	}
	switch {
	case len(all) > maxShares:
		return nil, badArgument("no more than %d items allowed [json-pointer:/channels]", maxShares)
	case len(all) > 1 && args.has("thread_ts"):
		return nil, badArgument("only one channel can be given with a thread [json-pointer:/thread_ts]")
	}
	return all, nil
}

// uploads finds the files that the argument names. The caller holds s.mu.
func (s *Slack) uploads(args arguments) ([]*file, *apiError) {
	var files []*file
	for _, d := range decodeObjects(args.raw("files")) {
		f := s.files[str(d, "id")]
		switch {
		case f == nil:
			return nil, fail("file_not_found")
		case !f.arrived || f.complete:
			return nil, fail("file_update_failed")
		}
		if title := str(d, "title"); title != "" {
			f.title = title
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return nil, badArgument("must provide at least 1 items [json-pointer:/files]")
	}
	return files, nil
}

// share posts files in channels; a single empty name is no channel. That a comment may hold no address is this
// workspace's own rule, see unfurlsNothing. The caller holds s.mu.
func (s *Slack) share(args arguments, files []*file, channels []string) *apiError {
	var places []*Channel
	for _, id := range channels {
		if id == "" {
			continue
		}
		c, failed := s.writable(id)
		if failed != nil {
			return failed
		}
		places = append(places, c)
	}
	if strings.Contains(args.str("initial_comment"), "://") {
		return badArgument("an address in a comment would show a preview, which can't be turned off [json-pointer:/initial_comment]")
	}
	w := words{text: args.str("initial_comment"), thread: args.str("thread_ts")}
	if w.text == "" { // beside a comment they are ignored
		w.blocks = args.raw("blocks")
	}
	if w.text != "" || w.blocks != nil {
		if failed := no(checkMessage(w.text, w.blocks, nil)); failed != nil {
			return failed
		}
	}
	for _, c := range places {
		m := w.message(c.ID, s.ids.botUser)
		for _, f := range files {
			m.files = append(m.files, f.id)
			f.channels = append(f.channels, c.ID)
		}
		s.say(m)
	}
	return nil
}
