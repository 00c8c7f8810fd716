using System.Collections.Immutable;

namespace CbmExchange.Domain.Profiles;

/// <summary>How the text under a heading is read.</summary>
internal enum Rfc2350Kind
{
    /// <summary>A chapter: nothing of its own stands under it.</summary>
    Chapter,

    /// <summary>Running text in one or several languages.</summary>
    Texts,

    /// <summary>A name: one line in each language.</summary>
    Name,

    /// <summary>A day.</summary>
    Day,

    /// <summary>One web address.</summary>
    Url,

    /// <summary>An IANA name of a time zone.</summary>
    TimeZone,

    /// <summary>One E.164 number.</summary>
    Phone,

    /// <summary>One mailbox.</summary>
    Email,

    /// <summary>Fingerprints of keys and where the keys lie.</summary>
    Keys,

    /// <summary>Codes on one line.</summary>
    Codes,

    /// <summary>Ids in directories elsewhere, one a line.</summary>
    ExternalIds,

    /// <summary>A heading for which a profile has no field: its text is named, never kept.</summary>
    NoField,
}

/// <summary>One heading of RFC 2350, or one that we add where a profile says more.</summary>
/// <param name="Number">As the RFC numbers it.</param>
/// <param name="Title">As the RFC calls it.</param>
/// <param name="Kind">How its text is read.</param>
/// <param name="Field">Field of the profile; empty for chapters and where there is none.</param>
/// <param name="Also">What teams call it otherwise, folded.</param>
internal sealed record Rfc2350Heading(
    string Number, string Title, Rfc2350Kind Kind, string Field = "", params ImmutableArray<string> Also)
{
    /// <summary>
    /// The outline of RFC 2350, Appendix D, in its order; 1.4 is usual since. 2.12, 2.13, 3.5 and 3.6 are ours.
    /// </summary>
    public static ImmutableArray<Rfc2350Heading> All { get; } =
    [
        new("1", "Document Information", Rfc2350Kind.Chapter, "", "about this document"),
        new("1.1", "Date of Last Update", Rfc2350Kind.Day, "documentDate", "last update", "date of the last update"),
        new("1.2", "Distribution List for Notifications", Rfc2350Kind.Texts, "distributionList", "distribution list"),
        new("1.3", "Locations where this Document May Be Found", Rfc2350Kind.Url, "documentUrl",
            "locations where this document may be found", "location of this document", "locations"),
        new("1.4", "Authenticating this Document", Rfc2350Kind.NoField, "", "authentication of this document"),
        new("2", "Contact Information", Rfc2350Kind.Chapter),
        new("2.1", "Name of the Team", Rfc2350Kind.Name, "teamName", "team name", "name of team"),
        new("2.2", "Address", Rfc2350Kind.Texts, "address", "postal address"),
        new("2.3", "Time Zone", Rfc2350Kind.TimeZone, "timeZone", "timezone"),
        new("2.4", "Telephone Number", Rfc2350Kind.Phone, "telephone", "telephone", "phone", "phone number"),
        new("2.5", "Facsimile Number", Rfc2350Kind.NoField, "", "fax", "fax number", "facsimile"),
        new("2.6", "Other Telecommunication", Rfc2350Kind.NoField, "", "other telecommunications"),
        new("2.7", "Electronic Mail Address", Rfc2350Kind.Email, "email", "e-mail address", "email address", "e-mail",
            "email", "electronic mail"),
        new("2.8", "Public Keys and Encryption Information", Rfc2350Kind.Keys, "keys", "public keys",
            "public keys and other encryption information", "public key"),
        new("2.9", "Team Members", Rfc2350Kind.NoField),
        new("2.10", "Other Information", Rfc2350Kind.Texts, "teamNote"),
        new("2.11", "Points of Customer Contact", Rfc2350Kind.Texts, "customerContact", "points of contact"),
        new("2.12", "Team in Other Directories", Rfc2350Kind.ExternalIds, "externalIds"),
        new("2.13", "Whom to Ask Instead", Rfc2350Kind.Texts, "fallback"),
        new("3", "Charter", Rfc2350Kind.Chapter),
        new("3.1", "Mission Statement", Rfc2350Kind.Texts, "mission", "mission"),
        new("3.2", "Constituency", Rfc2350Kind.Texts, "constituency"),
        new("3.3", "Sponsorship and/or Affiliation", Rfc2350Kind.Texts, "sponsor", "sponsorship and affiliation",
            "sponsorship or affiliation", "sponsoring organization", "affiliation", "sponsorship"),
        new("3.4", "Authority", Rfc2350Kind.Texts, "authority"),
        new("3.5", "Maturity in the Team's Own Words", Rfc2350Kind.Texts, "maturityStatement"),
        new("3.6", "Constituency Types", Rfc2350Kind.Codes, "constituencyTypes"),
        new("4", "Policies", Rfc2350Kind.Chapter, "", "policy"),
        new("4.1", "Types of Incidents and Level of Support", Rfc2350Kind.Texts, "incidentTypes",
            "types of incidents"),
        new("4.2", "Co-operation, Interaction and Disclosure of Information", Rfc2350Kind.Texts, "cooperation",
            "cooperation, interaction and disclosure of information"),
        new("4.3", "Communication and Authentication", Rfc2350Kind.Texts, "communication"),
        new("5", "Services", Rfc2350Kind.Chapter),
        new("5.1", "Incident Response", Rfc2350Kind.Texts, "incidentResponse"),
        new("5.2", "Proactive Activities", Rfc2350Kind.Texts, "proactiveActivities", "proactive services"),
        new("6", "Incident Reporting Forms", Rfc2350Kind.Texts, "reportingForms", "incident reporting form",
            "reporting forms"),
        new("7", "Disclaimers", Rfc2350Kind.Texts, "disclaimers", "disclaimer"),
    ];

    /// <summary>The heading of this title, whatever its number; null: none is called so.</summary>
    public static Rfc2350Heading? ByTitle(string title)
    {
        var folded = Fold(title);
        return All.FirstOrDefault(one => Fold(one.Title) == folded || one.Also.Contains(folded));
    }

    /// <summary>The heading of this number.</summary>
    public static Rfc2350Heading? ByNumber(string number) => All.FirstOrDefault(one => one.Number == number);

    /// <summary>True for the heading of a chapter.</summary>
    public bool IsChapter => !Number.Contains('.', StringComparison.Ordinal);

    private static string Fold(string title) =>
        string.Join(' ', title.Trim(' ', '\t', '.', ':', '*', '#', '_').ToLowerInvariant()
            .Split((char[])[' ', '\t', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));
}
