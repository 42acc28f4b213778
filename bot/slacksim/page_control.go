package slacksim

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// controlShown is something that a person can use, ready for its template.
type controlShown struct {
	Kind      string // "button", "overflow", "select", "picker", "radios", "checks", "text", "area", "date", "time", "moment", "file"
	Name      string // of the field that is sent: both ids
	Post      string // the address that using it is sent to
	Ask, Drop string // of a picker: where it asks for options; where a chosen one is dropped
	ID        string // in the page
	Label     string // the input's, "" outside inputs
	Error     string
	Hint      bool // there is one
	HintText  template.HTML
	Note      string // the id of what is said below it, in a block of its own
	Optional  bool

	Text        string // a button's
	Style       string // "primary", "danger"
	URL         string // where a button leads; only web and mail addresses
	Confirm     *confirmShown
	Placeholder string
	Value       string // what was typed
	Input       string // the type of the HTML input
	Mode        string // its inputmode
	Max         int    // characters, 0 when unlimited
	Groups      []groupShown
	Chosen      []optionShown
	Many        bool // a picker of several, a field for several files
	Most        int  // how many can be chosen, 0 when unlimited
	Least       int  // characters before a picker asks
	Files       []heldFile
	Accept      string // the extensions of the files that a field takes, "" for all
	Acts        bool   // the app is told at once
	Typing      bool   // the app is told of each character
	Focus       bool
}

type confirmShown struct{ Title, Text, Yes, No, Style string }

type groupShown struct {
	Label   string
	Options []optionShown
}

type optionShown struct {
	ID          string // in the page, of one that a picker holds
	Value, Text string
	HTML        template.HTML
	Description template.HTML
	URL         string
	Chosen      bool
}

// fieldName names a control in what the page sends.
func fieldName(blockID, actionID string) string {
	return url.QueryEscape(blockID) + "/" + url.QueryEscape(actionID)
}

// control shows one control with what this person put into it.
func (g *sight) control(c control, from source, state formState) controlShown {
	e := c.element
	shown := controlShown{
		Name:        fieldName(c.blockID(), c.actionID()),
		ID:          "c-" + version(from.where+"\n"+c.blockID()+"\n"+c.actionID()),
		Text:        shownText(str(obj(e, "text"), "text")),
		Style:       str(e, "style"),
		Confirm:     confirmOf(obj(e, "confirm")),
		Placeholder: shownText(str(obj(e, "placeholder"), "text")),
		Acts:        !c.input() || yes(c.block, "dispatch_action"),
		Focus:       yes(e, "focus_on_load"),
	}
	address := url.Values{
		"as": {g.me.ID}, "at": {g.at}, "in": {from.kind}, "where": {from.where}, "block": {c.blockID()}, "action": {c.actionID()},
	}
	fields := address.Encode()
	shown.Post, shown.Ask, shown.Drop = "/page/use?"+fields, "/page/options?"+fields, "/page/drop?"+fields
	if from.kind == "message" {
		shown.Post = "/page/press?" + fields
	}
	field, _, _, keeps := shape(c.kind())
	var held any
	if keeps {
		value := state.get(c.blockID(), c.actionID())
		if value == nil {
			value = begins(e, "")
		}
		held = value[field]
	}
	if c.kind() == "file_input" {
		shown.files(e, held, address)
		return shown
	}
	g.fill(&shown, c, held)
	return shown
}

// fill says how a control looks, and what it holds.
func (g *sight) fill(shown *controlShown, c control, held any) {
	e := c.element
	source, multi := strings.CutPrefix(c.kind(), "multi_")
	typed, _ := held.(string)
	shown.Value, shown.Many = typed, multi
	switch source {
	case "button":
		shown.Kind, shown.URL = "button", webAddress(str(e, "url"))
	case "overflow":
		shown.Kind = "overflow"
		shown.Groups = g.options(e, nil)
	case "static_select", "radio_buttons", "checkboxes":
		shown.Kind = map[string]string{"radio_buttons": "radios", "checkboxes": "checks"}[source]
		shown.Many = multi || source == "checkboxes"
		shown.Groups = g.options(e, held)
		shown.menu()
	case "users_select", "channels_select", "conversations_select":
		shown.Groups = []groupShown{{Options: g.places(source, e, held)}}
		shown.menu()
	case "external_select":
		shown.Kind, shown.Least = "picker", 3
		if least, ok := num(e, "min_query_length"); ok {
			shown.Least = int(least)
		}
		shown.Chosen = g.chosen(held)
		for i := range shown.Chosen {
			shown.Chosen[i].ID = shown.ID + "-" + version(shown.Chosen[i].Value)
		}
	case "datepicker":
		shown.Kind, shown.Input = "date", "date"
	case "timepicker":
		shown.Kind, shown.Input = "time", "time"
	case "datetimepicker":
		shown.Kind, shown.Input = "moment", "datetime-local"
		if unix, ok := held.(float64); ok {
			shown.Value = time.Unix(int64(unix), 0).In(g.here).Format("2006-01-02T15:04")
		}
	default:
		shown.textInput(source, e)
	}
	if most, ok := num(e, "max_selected_items"); ok {
		shown.Most = int(most)
	}
}

// menu makes a single menu a select, and a multiple one a list of checkboxes.
func (c *controlShown) menu() {
	switch {
	case c.Kind != "":
	case c.Many:
		c.Kind = "checks"
	default:
		c.Kind = "select"
	}
}

func (c *controlShown) textInput(kind string, e doc) {
	c.Kind, c.Input = "text", "text"
	if limit, ok := num(e, "max_length"); ok {
		c.Max = int(limit)
	}
	switch kind {
	case "plain_text_input":
		if yes(e, "multiline") {
			c.Kind = "area"
		}
	case "email_text_input":
		c.Input = "email"
	case "url_text_input":
		c.Input = "url"
	case "number_input":
		c.Mode = "decimal"
	}
	on, _ := obj(e, "dispatch_action_config")["trigger_actions_on"].([]any)
	c.Typing = c.Acts && slices.Contains(on, any("on_character_entered"))
}

func confirmOf(d doc) *confirmShown {
	if d == nil {
		return nil
	}
	words := func(name string) string { return shownText(str(obj(d, name), "text")) }
	return &confirmShown{
		Title: words("title"), Text: words("text"), Yes: words("confirm"), No: words("deny"), Style: str(d, "style"),
	}
}

// options are the options that an element offers, in their groups.
func (g *sight) options(e doc, held any) []groupShown {
	chosen := heldValues(held)
	group := func(label string, list []doc) groupShown {
		shown := groupShown{Label: label}
		for _, o := range list {
			one := g.option(o)
			one.Chosen = slices.Contains(chosen, one.Value)
			shown.Options = append(shown.Options, one)
		}
		return shown
	}
	groups := []groupShown{group("", objs(e, "options"))}
	for _, d := range objs(e, "option_groups") {
		groups = append(groups, group(shownText(str(obj(d, "label"), "text")), objs(d, "options")))
	}
	return groups
}

func (g *sight) option(o doc) optionShown {
	return optionShown{
		Value: str(o, "value"), Text: shownText(str(obj(o, "text"), "text")), HTML: g.textHTML(obj(o, "text")),
		Description: g.textHTML(obj(o, "description")), URL: webAddress(str(o, "url")),
	}
}

// chosen are the options that a picker holds.
func (g *sight) chosen(held any) []optionShown {
	list := objects(held)
	if one, ok := held.(doc); ok {
		list = []doc{one}
	}
	var shown []optionShown
	for _, o := range list {
		shown = append(shown, g.option(o))
	}
	return shown
}

// places are the people or channels that a menu offers to this person.
func (g *sight) places(kind string, e doc, held any) []optionShown {
	chosen := heldValues(held)
	var shown []optionShown
	add := func(id, label string) {
		shown = append(shown, optionShown{Value: id, Text: label, HTML: plainHTML(label), Chosen: slices.Contains(chosen, id)})
	}
	if kind == "users_select" {
		for _, u := range g.s.people.users {
			if !u.Deleted {
				add(u.ID, personLabel(g.s, u))
			}
		}
		return shown
	}
	include, _ := obj(e, "filter")["include"].([]any)
	for _, c := range g.s.people.channels {
		word := "public"
		if c.Private {
			word = "private"
		}
		switch {
		case c.im != "" || c.Archived, c.Private && !c.has(g.me.ID), kind == "channels_select" && c.Private,
			include != nil && !slices.Contains(include, any(word)),
			c.Shared && yes(obj(e, "filter"), "exclude_external_shared_channels"):
		default:
			add(c.ID, channelShown(c))
		}
	}
	return shown
}

// heldValues are the values or ids that a control holds.
func heldValues(held any) []string {
	switch held := held.(type) {
	case string:
		return []string{held}
	case doc:
		return []string{str(held, "value")}
	case []any:
		var all []string
		for _, one := range held {
			all = append(all, heldValues(one)...)
		}
		return all
	}
	return nil
}

// webAddress is an address that a browser may open, "" for every other one.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
		return ""
	}
	return address
}

// unixOf reads what a datetime-local input sends, in a zone, as Slack wants it.
func unixOf(typed string, zone *time.Location) string {
	t, err := time.ParseInLocation("2006-01-02T15:04", typed, zone)
	if err != nil {
		return typed
	}
	return strconv.FormatInt(t.Unix(), 10)
}
