package commands

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"codekeeper/bot"
	"codekeeper/store"

	"golang.org/x/text/unicode/norm"
)

// reserved words are never a slug: they mean something in commands.
var reserved = []string{
	"add", "all", "applied", "archive", "archived", "code", "codes", "decline", "declined", "digest", "edit", "export",
	"find", "forget", "handover", "help", "history", "import", "influencer", "campaign", "link", "links", "list", "mine", "missing",
	"new", "now", "profile", "ready", "remove", "reopen", "select", "selected", "sent", "set", "show", "tbd", "unsent", "until",
	"update", "withdrawn",
}

// plainLetters spells out the letters that have no ASCII letter in them.
var plainLetters = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i",
)

// slugOf makes a slug from a name: what remains of it in lower-case ASCII
// letters and digits, joined by hyphens, never a reserved word. n above 1
// is appended, for a name that is used already.
func slugOf(name string, n int) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(plainLetters.Replace(strings.ToLower(name))) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-")
	if slug == "" || slices.Contains(reserved, slug) {
		slug = strings.Trim("campaign-"+slug, "-")
	}
	suffix := ""
	if n > 1 || slices.Contains(reserved, slug) {
		suffix = fmt.Sprintf("-%d", max(n, 1))
	}
	if most := store.MaxSlug - len(suffix); len(slug) > most {
		slug = strings.TrimRight(slug[:most], "-")
	}
	return slug + suffix
}

// named are the campaigns that a text names: the one with this slug, else
// those with this name, else all whose slug or name begins with it. Case
// doesn't matter.
func named(campaigns []store.Campaign, text string) []store.Campaign {
	key := fold(text)
	if key == "" {
		return nil
	}
	var same, begin []store.Campaign
	for _, c := range campaigns {
		name := fold(c.Name)
		switch {
		case c.Slug == key:
			return []store.Campaign{c}
		case name == key:
			same = append(same, c)
		case strings.HasPrefix(c.Slug, key), strings.HasPrefix(name, key):
			begin = append(begin, c)
		}
	}
	if len(same) > 0 {
		return same
	}
	return begin
}

func fold(text string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(bot.Visible(text))))
}

// live are the campaigns that are not archived.
func live(campaigns []store.Campaign) []store.Campaign {
	return slices.DeleteFunc(slices.Clone(campaigns), store.Campaign.Archived)
}

// pickCampaign is the one live campaign that a text names. Otherwise a
// UserError says what would: try is a command in which the first %s stands for
// the slug. Nothing else in it is a verb: it may hold what people typed.
func pickCampaign(campaigns []store.Campaign, text, try string) (store.Campaign, error) {
	found := named(live(campaigns), text)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return store.Campaign{}, unknownCampaign(campaigns, text, try)
	}
	return store.Campaign{}, severalFound(text, found, try)
}

// severalFound is a UserError that names the campaigns a text could mean.
func severalFound(text string, found []store.Campaign, try string) error {
	could := slugs(found)
	slices.Sort(could)
	return &bot.UserError{
		Problem: fmt.Sprintf("%s could be %s.", clip(text, 60), orList(could[:min(len(could), 5)])),
		Try:     inSlug(try, could[0]),
	}
}

// inSlug puts a slug in the place of the first %s.
func inSlug(try, slug string) string { return strings.Replace(try, "%s", slug, 1) }

func unknownCampaign(campaigns []store.Campaign, text, try string) error {
	if archived := named(campaigns, text); len(archived) == 1 {
		return archivedError(archived[0])
	}
	alive := live(campaigns)
	if len(alive) == 0 && len(campaigns) > 0 {
		return &bot.UserError{Problem: "Every campaign is archived.", Try: "/campaign list archived"}
	}
	return noCampaign(alive, alive, text, try)
}

// noCampaign says that none of the campaigns has this name, and which was
// probably meant; where none resembles it, it names others.
func noCampaign(campaigns, others []store.Campaign, text, try string) error {
	if len(campaigns) == 0 {
		return &bot.UserError{Problem: "There is no campaign yet.", Try: "/campaign new"}
	}
	near := likeliest(campaigns, text)
	if len(near) == 0 {
		near = slugs(others)
	}
	problem := fmt.Sprintf("There is no campaign %s.", clip(text, 60))
	if len(near) == 0 {
		return &bot.UserError{Problem: problem, Try: "/campaign list archived"}
	}
	return &bot.UserError{Problem: problem + " " + thereIs(near), Try: inSlug(try, near[0])}
}

func archivedError(c store.Campaign) error {
	return &bot.UserError{
		Problem: c.Name + " is archived. It is out of lists and digests, and nothing in it changes.",
		Try:     "/campaign reopen " + c.Slug,
	}
}

// unquotedName is a UserError when a campaign was named by the first word of a
// name of several words, and the next words of it follow: without quotes they
// would be taken for something else. try is the command up to the campaign.
func unquotedName(c store.Campaign, first word, rest, try string) error {
	typed := fold(first.text + " " + strings.Join(strings.Fields(rest), " "))
	name := fold(c.Name)
	if first.quoted || first.text == "" || fold(first.text) == name || typed != name && !strings.HasPrefix(typed, name+" ") {
		return nil
	}
	after := strings.Fields(rest)[len(strings.Fields(name))-1:]
	return &bot.UserError{
		Problem: fmt.Sprintf("A name of several words goes in double quotes, or takes its short form, %s.", c.Slug),
		Try:     strings.TrimSpace(try + " " + c.Slug + " " + clip(strings.Join(after, " "), 300)),
	}
}

func idsOf(campaigns []store.Campaign) []int64 {
	all := make([]int64, len(campaigns))
	for i, c := range campaigns {
		all[i] = c.ID
	}
	return all
}

// byID are the campaigns by their ids.
func byID(campaigns []store.Campaign) map[int64]store.Campaign {
	all := make(map[int64]store.Campaign, len(campaigns))
	for _, c := range campaigns {
		all[c.ID] = c
	}
	return all
}

func slugs(campaigns []store.Campaign) []string {
	all := make([]string, len(campaigns))
	for i, c := range campaigns {
		all[i] = c.Slug
	}
	return all
}

// likeliest are the slugs of the campaigns that a text may have been meant for,
// the likeliest first: a few slips away from it, else what its first words name
// or are a few slips away from.
func likeliest(campaigns []store.Campaign, text string) []string {
	all, fields := slugs(campaigns), strings.Fields(clip(text, 2*store.MaxName)) // no name is longer
	for n := len(fields); n > 0; n-- {
		first := strings.Join(fields[:n], " ")
		if near := store.Closest(all, first, 3); len(near) > 0 {
			return near
		}
		if found := named(campaigns, first); len(found) > 0 {
			return slugs(found)
		}
	}
	return nil
}

// resembles says whether a word looks as if it was meant as one of these
// campaigns, or as any slug.
func resembles(campaigns []store.Campaign, text string) bool {
	slug := text == strings.ToLower(text) && strings.Contains(text, "-") && slugOf(text, 1) == text
	return slug || len(named(campaigns, text)) > 0 || len(store.Closest(slugs(campaigns), text, 1)) > 0
}
