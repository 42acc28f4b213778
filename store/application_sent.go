package store

// Told says what a message to the influencer shows now: all that they share,
// TBD for what they don't, or not yet.
func (r Row) Told() Told {
	var now Told
	if r.CurrentLinkMode().Needed() {
		now.Link = r.SharesLink()
	}
	if r.CurrentCodeMode().Needed() {
		now.Code = r.SharesCode()
	}
	return now
}

// OldLink says whether the influencer was told another link than the one they
// share now, and OldCode likewise for the code. What is TBD now replaces
// nothing yet.
func (r Row) OldLink() bool {
	now := r.Told().Link
	return !now.TBD() && !r.SentLink.TBD() && now != r.SentLink
}

// OldCode is OldLink for the code.
func (r Row) OldCode() bool {
	now := r.Told().Code
	return !now.TBD() && !r.SentCode.TBD() && now != r.SentCode
}

// StillUsesLink says whether the influencer was told a link and there is none in
// its place yet: it is TBD again, so they go on using the one they have. There
// is nothing to tell them until it is set. StillUsesCode is likewise.
func (r Row) StillUsesLink() bool { return r.LinkTBD() && !r.SentLink.TBD() }

// StillUsesCode is StillUsesLink for the code.
func (r Row) StillUsesCode() bool { return r.CodeTBD() && !r.SentCode.TBD() }

// UntoldLink says whether the influencer was never told any link, and there is
// one, and UntoldCode likewise.
func (r Row) UntoldLink() bool { return !r.Told().Link.TBD() && r.SentLink.TBD() }

// UntoldCode is UntoldLink for the code.
func (r Row) UntoldCode() bool { return !r.Told().Code.TBD() && r.SentCode.TBD() }

// Changed says whether the influencer was told something else than what they
// share now: they are using an old one, or lack what came later. A code that
// isn't in the shop yet can't be told.
func (r Row) Changed() bool {
	if r.State != Selected || r.NotInShop {
		return false
	}
	return r.OldLink() || r.OldCode() || r.SentAt != nil && (r.UntoldLink() || r.UntoldCode())
}

// Unsent says whether the influencer must be told something: it changed, or
// everything needed is set and they were never told all of it.
func (r Row) Unsent() bool {
	return r.Changed() || r.Ready() && !r.NotInShop && (r.UntoldLink() || r.UntoldCode())
}

// Sent says whether the influencer was told exactly what they share now, and
// nothing is missing.
func (r Row) Sent() bool {
	now := r.Told()
	return r.Ready() && !r.NotInShop && !r.Unsent() && (!now.Link.TBD() || !now.Code.TBD())
}

// Tellable says whether what they share now may be marked as sent, also when
// they were told it already. Something that is TBD stands in the way only of
// those who were told nothing yet: they are told all at once. The column
// untellable of a change says the same.
func (r Row) Tellable() bool {
	now := r.Told()
	nothing := now.Link.TBD() && now.Code.TBD()
	before := r.SentAt != nil || !r.SentLink.TBD() || !r.SentCode.TBD()
	return !r.Campaign.Archived() && r.State == Selected && !r.NotInShop && !nothing && (r.Ready() || before)
}

// Snoozed says whether what is TBD or unsent is left out of today's digests. It ends by
// itself on its day, and on the day somebody goes live. The column snoozed of a
// digest says the same.
func (r Row) Snoozed(today Date) bool {
	live := r.GoesLiveOn()
	return r.SnoozedUntil != "" && today < r.SnoozedUntil && (live == "" || today < live)
}
