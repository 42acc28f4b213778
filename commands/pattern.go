package commands

import (
	"fmt"

	"codekeeper/store"
	"codekeeper/store/tracking"
)

// A campaign whose links or codes are "Unique, we make it" may say how they are
// made: a text with placeholders, such as {FIRST}15.

// patternTerm is the campaign forms' field of the pattern.
func (k kind) patternTerm() string { return string(k) + "_pattern" }

// readPattern reads the pattern of this kind; blank is none.
func (k kind) readPattern(text string) (tracking.Pattern, error) {
	if k == aLink {
		return tracking.ParseLinkPattern(text)
	}
	return tracking.ParseCodePattern(text)
}

// maxPattern is how many characters a pattern of this kind can have.
func (k kind) maxPattern() int {
	if k == aLink {
		return store.MaxLinkPattern
	}
	return store.MaxCodePattern
}

// pattern is what the terms make theirs from; none where they are not ours to
// make.
func (k kind) pattern(t store.Terms) tracking.Pattern {
	text := t.CodePattern
	if k == aLink {
		text = t.LinkPattern
	}
	if k.of(t) != store.UniqueOurs {
		return tracking.Pattern{}
	}
	p, err := k.readPattern(text)
	if err != nil { // it was read before it was saved
		return tracking.Pattern{}
	}
	return p
}

// make is what the pattern gives, as text. The error is a *tracking.Error.
func (k kind) make(p tracking.Pattern, fields tracking.PatternFields) (string, error) {
	if k == aLink {
		link, err := p.Link(fields)
		return link.String(), err
	}
	code, err := p.Code(fields)
	return code.String(), err
}

// patternFields are what a campaign's patterns are filled in with for somebody.
func patternFields(i store.Influencer, c store.Campaign) tracking.PatternFields {
	return tracking.FieldsOf(i.Name, i.Handle.String(), c.Slug)
}

// readPatterns reads the patterns that apply.
func (f campaignForm) readPatterns(t *store.Terms, say func(field, problem string)) {
	for _, k := range kinds {
		field := k.patternTerm()
		if !f.shows(field) {
			continue
		}
		p, err := k.readPattern(f.text[field])
		if err != nil {
			say(field, err.Error())
			continue
		}
		say(field, lineProblem(p.String(), k.maxPattern()))
		if k == aLink {
			t.LinkPattern = p.String()
		} else {
			t.CodePattern = p.String()
		}
	}
}

// ofPattern adds a warning of a new link pattern by which a shop's server can't
// tell whose link was used. It is no mistake everywhere: some programs read the
// part behind the # by a script on the shop's page.
func ofPattern(warned warnings, form campaignForm, t store.Terms) warnings {
	p := aLink.pattern(t)
	if !p.OnlyInFragment() || p.String() == form.saved.LinkPattern {
		return warned
	}
	if warned == nil {
		warned = warnings{}
	}
	warned.add(aLink, fmt.Sprintf("%s tells influencers apart only behind its #. Browsers don't send that part, so most shops and programs can't tell whose link was used. "+
		"Put the placeholder before the #, as in `https://shop.example/?ref={HANDLE}`", copyable(brief(p.String(), 300))))
	return warned
}

// patternHint says what one types, and what it makes. text is what the field
// holds.
func patternHint(k kind, text string) string {
	example, rule := "{FIRST}15", "What stands for them is written in capitals, without signs and accents."
	if k == aLink {
		example, rule = "https://shop.example/?utm_source=influencer&utm_content={HANDLE}", "What stands for them is percent-encoded."
	}
	sample := tracking.FieldsOf("Maya Glow", "maya.glow", "summer-glow")
	made := ""
	for _, text := range []string{text, example} {
		p, err := k.readPattern(text)
		if err != nil || p.None() {
			continue
		}
		if made, err = k.make(p, sample); err == nil {
			made = fmt.Sprintf("%s makes %s for Maya Glow, @maya.glow. ", p, made)
			if text == example {
				made = "For example, " + made
			}
			break
		}
	}
	return made + "Placeholders: " + tracking.PatternPlaceholders.List() + ". " + rule
}
