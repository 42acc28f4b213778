package sheet

import "slices"

// A Field is what a column can hold. Its text heads the column in files that
// Codekeeper writes.
type Field string

// The fields of an influencer and their application, and those of a coupon code
// as shops and affiliate programs export it.
const (
	Campaign Field = "Campaign" // its short form, or its name
	Handle   Field = "Handle"   // with or without @, or the address of a profile
	Name     Field = "Name"
	First    Field = "First name" // Cell joins it with Last to Name
	Last     Field = "Last name"
	Platform Field = "Platform"
	Email    Field = "Email"
	State    Field = "State" // see StateOf
	Link     Field = "Affiliate link"
	Code     Field = "Coupon code"
	GoesLive Field = "Goes live"  // a day, see Day
	Note     Field = "Note"       // of the application
	About    Field = "About them" // the note of the influencer's profile
	Sent     Field = "Sent"       // our export says yes, no, changed or TBD again; nothing is read from it

	Status    Field = "Status" // of a code in its shop, see StatusOf
	Starts    Field = "Start"  // a day
	Ends      Field = "End"    // a day
	Affiliate Field = "Affiliate ID"
	Type      Field = "Type"
	Match     Field = "Match mode"
)

// Fields are those that can be chosen for a column of a format that isn't
// known, in the order to offer them.
func Fields() []Field {
	return []Field{Handle, Name, Code, Link, State, Campaign, Platform, Email, GoesLive, Note, About, Status, Starts, Ends}
}

// Own are the columns of our own export, in its order.
func Own() []Field {
	return []Field{Campaign, Handle, Name, Platform, Email, State, Link, Code, GoesLive, Note, About, Sent}
}

// headings are how people head a column, folded, the plainest first: of two
// columns for one field the one that comes first here is it.
func headings(f Field) []string {
	switch f {
	case Campaign:
		return []string{"campaign", "campaignslug", "campaignname"}
	case Handle:
		return []string{
			"handle", "influencerhandle", "creatorhandle", "socialhandle", "instagramhandle", "tiktokhandle", "youtubehandle", "ighandle",
			"username", "instagramusername", "tiktokusername", "profile", "profileurl", "profilelink", "profileaddress", "profileaddresses",
			"instagramprofile", "instagramurl", "instagramlink", "tiktokurl", "tiktoklink", "tiktokprofile", "account", "accountname", "nickname",
			"instagram", "tiktok", "youtube", "ig", "influencer", "creator", "user",
		}
	case Name:
		return []string{"name", "fullname", "realname", "influencername", "creatorname", "displayname", "contactname"}
	case First:
		return []string{"firstname", "givenname", "forename"}
	case Last:
		return []string{"lastname", "surname", "familyname"}
	case Platform:
		return []string{"platform", "socialplatform", "socialnetwork", "network", "socialmedia", "channel"}
	case Email:
		return []string{"email", "emailaddress", "contactemail", "manageremail", "mail"}
	case State:
		return []string{"state", "applicationstate", "applicationstatus", "decision"}
	case Note:
		return []string{"note", "notes", "comment", "comments", "remark", "remarks"}
	case About:
		return []string{"aboutthem", "about", "bio"}
	case Link:
		return []string{
			"affiliatelink", "affiliateurl", "trackinglink", "trackingurl", "referrallink", "referralurl", "sharelink", "partnerlink", "link", "url",
		}
	case Code:
		return []string{"couponcode", "code", "coupon", "promocode", "discountcode", "vouchercode", "voucher", "affiliatecode", "discount"}
	case GoesLive:
		return []string{"goeslive", "golive", "golivedate", "livedate", "goeslivedate", "publishdate", "publishingdate", "postdate", "postingdate"}
	case Sent:
		return []string{"sent"}
	case Status:
		return []string{"status", "codestatus", "couponstatus"}
	case Starts:
		return []string{"start", "starts", "startdate", "startsat", "startson", "validfrom", "activestartdate", "activefrom"}
	case Ends:
		return []string{"end", "ends", "enddate", "endsat", "endson", "validuntil", "validto", "validtill", "activeenddate", "expires", "expiry", "expirydate", "expirationdate", "expiresat"}
	default: // of single formats only
		return nil
	}
}

// headingOf is the field that a folded heading names, in any format.
func headingOf(heading string) (Field, bool) {
	for _, f := range append(Own(), First, Last, Status, Starts, Ends) {
		if slices.Contains(headings(f), heading) {
			return f, true
		}
	}
	return "", false
}

// alsoData says whether a folded heading stands in cells below just as well.
func alsoData(heading string) bool {
	return slices.Contains([]string{"instagram", "tiktok", "youtube", "ig", "user", "influencer", "creator", "discount", "voucher"}, heading)
}
