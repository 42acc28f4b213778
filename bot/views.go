package bot

import (
	"context"

	"github.com/slack-go/slack"
)

// openView opens a form; pushView puts one on top of an open one.
func (c *Client) openView(ctx context.Context, triggerID string, view slack.ModalViewRequest) error {
	return c.call(ctx, "views.open", "", func(ctx context.Context) error {
		_, err := c.api.OpenViewContext(ctx, triggerID, view)
		return err
	})
}

func (c *Client) pushView(ctx context.Context, triggerID string, view slack.ModalViewRequest) error {
	return c.call(ctx, "views.push", "", func(ctx context.Context) error {
		_, err := c.api.PushViewContext(ctx, triggerID, view)
		return err
	})
}

// updateView replaces an open form, named by its id or its external id. It
// sends no hash: of two clicks that follow each other quickly both carry the
// first hash, and the later one, whose state holds both, must not be lost.
func (c *Client) updateView(ctx context.Context, viewID, externalID string, view slack.ModalViewRequest) error {
	return c.call(ctx, "views.update", "", func(ctx context.Context) error {
		_, err := c.api.UpdateViewContext(ctx, view, externalID, "", viewID)
		return err
	})
}

// PublishHome shows somebody their Home tab, whose type need not be set.
func (c *Client) PublishHome(ctx context.Context, userID string, view slack.HomeTabViewRequest) error {
	view.Type = slack.VTHomeTab
	if view.Blocks.BlockSet == nil {
		view.Blocks.BlockSet = []slack.Block{}
	}
	return c.call(ctx, "views.publish", "", func(ctx context.Context) error {
		_, err := c.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: userID, View: view})
		return err
	})
}
