package commands

import (
	"strings"
	"sync"
	"testing"

	"codekeeper/bot"
	"codekeeper/bot/slacksim"
	"codekeeper/store"
)

// posts are what the bot posted in a channel for everybody.
func (w *world) posts(channel string) []slacksim.Message {
	w.t.Helper()
	var found []slacksim.Message
	for _, m := range w.sim.Messages(w.channelID(channel)) {
		if strings.Contains(m.Text(), "Posted by") {
			found = append(found, m)
		}
	}
	return found
}

func TestPostInThisChannel(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow", modes(store.NotNeeded, store.UniqueOurs), launching("2026-06-04"))
	w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.selected(summer, "@leo", "TBD", "LEO15")
	for n, test := range []struct {
		line string
		want []string
	}{
		{"/influencer tbd", []string{"Summer Glow, launches Thu: 1 TBD, 1 waits for us.", "@maya.glow"}},
		{"/influencer tbd mine code", []string{"1 TBD", "@maya.glow"}},
		{"/influencer list summer-glow", []string{"2 influencers in Summer Glow.", "@leo", "LEO15"}},
		{"/influencer list unsent", []string{"1 unsent", "@leo"}},
		{"/influencer list leo", []string{"@leo"}},
		{"/influencer show @leo", []string{"is in 1 campaign.", "LEO15"}},
		{"/influencer @leo", []string{"is in 1 campaign.", "LEO15"}},
		{"/influencer LEO15", []string{"`LEO15` has been @leo's in Summer Glow", copyCantKnow}},
		{"/influencer history @leo 1 June", []string{"*@leo* was in 1 campaign.", copyCantKnow}},
	} {
		answer := w.says(w.ana, test.line, "[Post in this channel]")
		answer.Press("Post in this channel")
		w.reads(test.line, w.ana.Sees("Posted in").Text(), "#influencers", "open it")
		answer.Press("Post in this channel")
		w.ana.Sees("It is posted already.")
		posts := w.posts("influencers")
		if len(posts) != n+1 {
			t.Fatalf("%s: %d posts, want %d", test.line, len(posts), n+1)
		}
		text := posts[n].Text()
		w.reads(test.line, text, append(test.want, "Posted by @ana")...)
		lacks(t, text, "[", "@ben")
	}
	// What it shows is as it is when it is posted.
	answer := w.says(w.ana, "/influencer show @leo")
	w.change("ben", w.rowOf("@leo", summer), func(e *store.Edit) { e.Code = codeOf(t, "LEO20") })
	answer.Press("Post in this channel")
	w.reads("posted", w.ana.Sees("Posted in").Text()+w.posts("influencers")[9].Text(), "LEO20")
}

func TestPostIsRefused(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	leo := w.selected(summer, "@leo", "TBD", "LEO15")
	ana, ben := w.userID("ana"), w.userID("ben")
	w.sim.AddChannel(slacksim.Channel{Name: "open", Members: []string{ana}})
	secret := w.sim.AddChannel(slacksim.Channel{Name: "secret", Private: true, Members: []string{ana, ben}})
	press := func(channel, want string) {
		t.Helper()
		p := w.ana.In(channel)
		w.says(p, "/influencer tbd").Press("Post in this channel")
		w.reads(channel, p.Answer().Text(), want)
	}
	press("#shared", "#shared is shared with another organisation, which would see links and codes. Nothing was posted.")
	press("#secret", "/invite @Codekeeper")
	if n := len(w.posts("shared")) + len(w.posts("secret")); n != 0 {
		t.Errorf("%d posts", n)
	}
	secret.Members = append(secret.Members, w.sim.BotUserID())
	w.sim.SetChannel(secret)
	press("#secret", "Posted in")
	press("#open", "Posted in") // public: it joins
	if len(w.posts("secret")) != 1 || len(w.posts("open")) != 1 {
		t.Error("not posted after the invitation")
	}

	lacks(t, w.says(w.ana.In("@codekeeper"), "/influencer tbd").Text(), "Post in this channel")
	w.ana.OpensHome().Press("What is TBD")
	lacks(t, w.ana.Form().Text(), "Post in this channel")
	w.ana.Form().CloseAll()
	lacks(t, w.says(w.ana, "/influencer list nobody").Text(), "Post in this channel")

	// Somebody is forgotten between the answer and the press.
	card := w.says(w.ana, "/influencer show @leo")
	_, err := w.store.Forget(t.Context(), w.act(), leo.InfluencerID, 1)
	must(t, err)
	card.Press("Post in this channel")
	w.ana.Sees("was forgotten")
	// Slack fails: the button still works then.
	answer := w.says(w.ana, "/influencer tbd")
	w.sim.FailWith("chat.postMessage", "restricted_action", 1)
	answer.Press("Post in this channel")
	w.ana.Sees("Slack lets nobody but a few post")
	w.sim.FailWith("conversations.info", "internal_error", 1)
	answer.Press("Post in this channel")
	w.ana.Sees("Slack could not be asked about this channel")
	answer.Press("Post in this channel")
	w.ana.Sees("Posted in")
	w.expectRefusals()
}

func TestPostPressedManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.selected(w.campaign("Summer Glow"), "@leo", "TBD", "LEO15")
	r := w.request("")
	r.ChannelID = w.channelID("influencers")
	r.Message = &bot.MessageRef{ChannelID: r.ChannelID, Timestamp: "1.2", Ephemeral: true}
	r.Suffix, r.Value = postTBD, encoded(tbdPage{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			reply, err := w.app.clickPost(t.Context(), r)
			if err == nil {
				_, err = reply.Later(t.Context())
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(w.posts("influencers")); n != 1 {
		t.Errorf("posted %d times", n)
	}
}

func TestForgedPosts(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.campaign("Summer Glow")
	r := w.request("")
	r.ChannelID = w.channelID("influencers")
	r.Message = &bot.MessageRef{ChannelID: r.ChannelID, Timestamp: "1.2", Ephemeral: true}
	for what, values := range map[string][]string{
		"":       {"", "x"},
		"x":      {"", "{}"},
		postList: {"", "x", `{"f":"x"}`, `{"n":-1}`, `{"c":999}`},
		postTBD:  {"x", `{"k":"x"}`, "[]"},
		postShow: {"", "x", "999", "-1", strings.Repeat("9", 99)},
	} {
		for _, value := range values {
			r.Suffix, r.Value = what, value
			if reply, err := w.app.clickPost(t.Context(), r); err == nil {
				t.Errorf("%s %q answers %+v", what, value, reply)
			}
		}
	}
	r.Suffix, r.Value, r.Message = postTBD, "", nil
	if _, err := w.app.clickPost(t.Context(), r); err == nil {
		t.Error("posted from nowhere")
	}
}
