package bot

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/slack-go/slack"
)

// A File is a file that was downloaded, or is to be uploaded.
type File struct {
	Name    string // with its extension: "summer-glow.csv"
	Title   string // what stands above it; "": its name
	Content []byte
}

// uploadMethod names the sending of a file's bytes in errors and metrics.
const uploadMethod = "upload"

var (
	errNoContent = errors.New("file without content")
	errNotSlack  = errors.New("the address is not one of Slack's")
)

// Upload puts a file into a channel or a direct message (see DirectChannel),
// with a comment in mrkdwn, "" for none. Slack has no way to turn unfurling
// off here, so that a comment with an address in it is posted before the file,
// as a message of its own. Errors are SlackErrors: not_in_channel,
// channel_not_found, file_uploads_disabled, missing_scope and more; Slack
// takes no empty file.
func (c *Client) Upload(ctx context.Context, channelID string, f File, comment string) error {
	if len(f.Content) == 0 {
		return &SlackError{Method: uploadMethod, Err: errNoContent}
	}
	place, err := c.uploadPlace(ctx, f)
	if err != nil {
		return err
	}
	if err := c.uploadContent(ctx, place.UploadURL, f.Content); err != nil {
		return err
	}
	if strings.Contains(comment, "://") {
		if _, err := c.Post(ctx, channelID, Message{Text: comment}); err != nil {
			return err
		}
		comment = ""
	}
	const method = "files.completeUploadExternal"
	return c.call(ctx, method, channelID, func(ctx context.Context) error {
		_, err := c.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files:   []slack.FileSummary{{ID: place.FileID, Title: cmp.Or(f.Title, f.Name)}},
			Channel: channelID, InitialComment: comment,
		})
		return err
	})
}

// uploadPlace asks where the file's bytes go.
func (c *Client) uploadPlace(ctx context.Context, f File) (*slack.GetUploadURLExternalResponse, error) {
	const method = "files.getUploadURLExternal"
	var place *slack.GetUploadURLExternalResponse
	err := c.call(ctx, method, "", func(ctx context.Context) (err error) {
		place, err = c.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{
			FileName: f.Name, FileSize: len(f.Content),
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	if !c.trusted(place.UploadURL) {
		return nil, &SlackError{Method: method, Err: errNotSlack}
	}
	return place, nil
}

// uploadContent sends the bytes. The address is a secret of its own; it gets
// no token.
func (c *Client) uploadContent(ctx context.Context, address string, content []byte) error {
	return c.call(ctx, uploadMethod, "", func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(content))
		if err != nil {
			return errNotSlack
		}
		req.Header.Set("Content-Type", "application/octet-stream")
		resp, err := c.files().Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode != http.StatusOK {
			return statusError(uploadMethod, resp.StatusCode, resp.Header.Get("Retry-After"))
		}
		_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 4096))
		return err
	})
}
