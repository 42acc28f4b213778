package slacksim

import (
	"net/http"
	"strings"
)

// maxShownFile is the largest file of whose content files.info speaks, in bytes.
const maxShownFile = 1 << 20

// filesInfo is files.info.
func filesInfo() method {
	return method{
		name: "files.info", tier: "100+", scopes: []string{"files:read"}, required: []string{"file"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			f := s.files[args.str("file")]
			switch {
			case f == nil || !f.complete:
				return nil, fail("file_not_found")
			case f.deleted:
				return nil, fail("file_deleted")
			}
			content := "" // Slack has it for what it can show in a message, up to 1 MB
			if f.length <= maxShownFile && strings.HasPrefix(http.DetectContentType(f.content), "text/") {
				content = string(f.content)
			}
			return doc{
				"file": s.fileDoc(f), "content": content, "comments": []doc{},
				"paging": doc{"count": 100, "total": 0, "page": 1, "pages": 0},
			}, nil
		},
	}
}
