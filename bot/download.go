package bot

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// downloadMethod names the fetching of a file's bytes in errors and metrics.
const downloadMethod = "download"

// The codes of what is wrong with a file. Slack's own are file_not_found and
// file_deleted.
const (
	codeFileDeleted  = "file_deleted"
	codeFileTooLarge = "file_too_large" // more bytes than asked for
	codeFileForeign  = "file_foreign"   // it lies outside Slack, or where our token must not go
	codeFileWrong    = "file_wrong"     // something else came, as the page on which one signs in
)

// Download fetches a file that somebody gave to the bot, at most limit bytes
// of it. Errors are SlackErrors: file_not_found, file_deleted, missing_scope;
// file_too_large when it has more bytes, which are not read then; file_foreign
// when it lies elsewhere than with Slack; file_wrong when not the file came
// but something else.
func (c *Client) Download(ctx context.Context, fileID string, limit int) (File, error) {
	var info *slack.File
	err := c.call(ctx, "files.info", "", func(ctx context.Context) (err error) {
		info, _, _, err = c.api.GetFileInfoContext(ctx, fileID, 1, 1)
		return err
	})
	if err != nil {
		return File{}, err
	}
	switch {
	case info.Mode == "tombstone":
		return File{}, &SlackError{Method: "files.info", Code: codeFileDeleted}
	case info.IsExternal || !c.trusted(info.URLPrivate):
		return File{}, &SlackError{Method: "files.info", Code: codeFileForeign}
	case info.Size > limit:
		return File{}, &SlackError{Method: "files.info", Code: codeFileTooLarge}
	}
	f := File{Name: info.Name, Title: info.Title}
	err = c.call(ctx, downloadMethod, "", func(ctx context.Context) (err error) {
		f.Content, err = c.fetch(ctx, info, limit)
		return err
	})
	if err != nil {
		return File{}, err
	}
	return f, nil
}

// fetch gets a file's bytes with the bot token.
func (c *Client) fetch(ctx context.Context, info *slack.File, limit int) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, info.URLPrivate, http.NoBody)
	if err != nil {
		return nil, &SlackError{Method: downloadMethod, Code: codeFileForeign}
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	resp, err := c.files().Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	switch {
	case resp.StatusCode/100 == 3: // to where one signs in
		return nil, &SlackError{Method: downloadMethod, Code: codeFileWrong}
	case resp.StatusCode != http.StatusOK:
		return nil, statusError(downloadMethod, resp.StatusCode, resp.Header.Get("Retry-After"))
	case isHTML(resp.Header.Get("Content-Type")) && !isHTML(info.Mimetype):
		return nil, &SlackError{Method: downloadMethod, Code: codeFileWrong}
	case resp.ContentLength > int64(limit):
		return nil, &SlackError{Method: downloadMethod, Code: codeFileTooLarge}
	}
	var content bytes.Buffer
	content.Grow(max(info.Size, 0) + bytes.MinRead) // growing with what comes would need several times as much
	_, err = content.ReadFrom(io.LimitReader(resp.Body, int64(limit)+1))
	switch {
	case err != nil:
		return nil, err
	case content.Len() > limit:
		return nil, &SlackError{Method: downloadMethod, Code: codeFileTooLarge}
	case content.Len() != info.Size:
		return nil, &SlackError{Method: downloadMethod, Code: codeFileWrong}
	}
	return content.Bytes(), nil
}

func isHTML(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && (kind == "text/html" || kind == "application/xhtml+xml")
}

// transferTime is how long a file may take. 10 MB take a minute and a half at
// 1 Mbit/s.
const transferTime = 2 * time.Minute

// files is an HTTP client for what files contain. It follows only to where our
// token may go.
func (c *Client) files() *http.Client {
	return &http.Client{
		Transport: c.http.Transport,
		Timeout:   transferTime,
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) >= 3 || !c.trusted(req.URL.String()) {
				return http.ErrUseLastResponse
			}
			return nil
		},
	}
}

// trusted says whether an address is the Web API's own server, or one of those
// on which Slack keeps files: no other gets a token or a file of ours. Slack
// says of url_private that it is on files.slack.com, and for governments on
// files.slack-gov.com.
func (c *Client) trusted(address string) bool {
	at, err := url.Parse(address)
	if err != nil || at.User != nil || at.Host == "" {
		return false
	}
	if api, err := url.Parse(c.apiURL); err == nil && at.Scheme == api.Scheme && strings.EqualFold(at.Host, api.Host) {
		return true
	}
	return at.Scheme == "https" && slices.Contains([]string{"files.slack.com", "files.slack-gov.com"}, strings.ToLower(at.Host))
}
