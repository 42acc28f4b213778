package bot

import (
	"regexp"
	"strings"
)

// Escape makes text that people typed harmless in mrkdwn: exactly &, < and >
// become entities, so that "<!channel>" in a name never pings. Source: Slack,
// "Formatting text for app surfaces", Escaping text.
func Escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

var mention = regexp.MustCompile(`<[@#][A-Z][A-Z0-9]+>`)

// escapeButMentions is Escape that leaves mentions of one person or one
// channel alone. Mentions of many (<!channel>, <!subteam^S1>) are escaped.
func escapeButMentions(text string) string {
	var b strings.Builder
	for {
		at := mention.FindStringIndex(text)
		if at == nil {
			b.WriteString(Escape(text))
			return b.String()
		}
		b.WriteString(Escape(text[:at[0]]))
		b.WriteString(text[at[0]:at[1]])
		text = text[at[1]:]
	}
}
