package slacksim

// filesGetUploadURL is files.getUploadURLExternal: an address for one file's content.
func filesGetUploadURL() method {
	return method{
		name: "files.getUploadURLExternal", tier: "100+", scopes: []string{"files:write"},
		required: []string{"filename", "length"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			length, failed := args.number("length", 0)
			switch {
			case failed != nil:
				return nil, badArgument("expecting a positive integer [json-pointer:/length]")
			case length == 0:
				return nil, fail("missing_argument") // Slack takes 0 for none
			case length > maxUpload:
				return nil, fail("file_upload_size_restricted")
			}
			f := &file{
				id: s.newID("F"), user: s.ids.botUser, name: args.str("filename"), title: args.str("filename"), length: length,
				created: s.clock.Now(),
			}
			s.files[f.id] = f
			return doc{"upload_url": s.base + "/upload/" + f.id, "file_id": f.id}, nil
		},
	}
}
