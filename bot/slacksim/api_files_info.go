package slacksim

import (
	"net/http"
	"strings"
)

// filesInfo is files.info.
func filesInfo() method {
	return method{
		name: "files.info", tier: "100+", scopes: []string{"files:read"}, required: []string{"file"},
		run: func(s *Slack, args arguments) (doc, *apiError) {
			f := s.files[args.str("file")]
			if f == nil || !f.complete {
				return nil, fail("file_not_found")
			}
			content := ""
			if strings.HasPrefix(http.DetectContentType(f.content), "text/") {
				content = string(f.content)
			}
			return doc{
				"file": s.fileDoc(f), "content": content, "comments": []doc{},
				"paging": doc{"count": 100, "total": 0, "page": 1, "pages": 0},
			}, nil
		},
	}
}
