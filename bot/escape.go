package bot

import "strings"

// Escape makes text that people typed harmless in mrkdwn: exactly &, < and >
// become entities, so that "<!channel>" in a name never pings. Source: Slack,
// "Formatting text for app surfaces", Escaping text.
func Escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}
