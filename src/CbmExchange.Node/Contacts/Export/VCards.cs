using System.Globalization;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>
/// A contact as vCard 4 properties (RFC 6350). The office is the card, KIND:org; a named officer, where asked for, is a
/// card of its own, KIND:individual. Nothing stands in it that was not released to this node.
/// </summary>
internal static class VCards
{
    private const string Product = "-//CbmExchange//Directory of points of contact//EN";

    /// <summary>PREF is 1 to 100 (RFC 6350 §5.3).</summary>
    private const int PrefMax = 100;

    /// <summary>The cards of one contact: the office first.</summary>
    public static IEnumerable<IReadOnlyList<VCardProperty>> Of(ExportedContact contact, ExportedDirectory from) =>
        contact.Contact.Persons.Select(person => Officer(contact, person, from)).Prepend(Office(contact, from));

    private static List<VCardProperty> Office(ExportedContact exported, ExportedDirectory from)
    {
        var contact = exported.Contact;
        return
        [
            .. Head("org", "urn:uuid:" + exported.Answer.RecordId, exported),
            .. Names("FN", contact.OfficeName, exported.Name),
            .. Names("ORG", contact.Organisation, exported.State),
            .. contact.Channels.OrderBy(Rank).SelectMany(Channel),
            .. contact.Languages.Select((one, index) => new VCardProperty(
                "LANG", "language-tag", [one.Lang], ("PREF", [Pref(index + 1)]))),
            .. OptionalText("TZ", contact.Schedule?.TimeZone),
            .. OptionalList("CATEGORIES", [.. contact.Kinds, .. contact.Competences]),
            .. OptionalText("X-CBM-COVERAGE", contact.Coverage),
            .. OptionalText("X-CBM-HOURS", contact.Schedule is { } schedule ? HoursText.Of(schedule) : ""),
            .. OptionalText("X-CBM-REFERENCE", contact.ReferenceNumber),
            .. Related(contact),
            .. Foot(exported, from),
        ];
    }

    private static List<VCardProperty> Officer(ExportedContact exported, Person person, ExportedDirectory from) =>
    [
        // RFC 6350 §6.7.6: a UID that is no URI is given as text.
        VCardProperty.Text("VERSION", "4.0"),
        VCardProperty.Text("PRODID", Product),
        VCardProperty.Text("UID", $"{exported.Answer.RecordId}/{person.Id}"),
        .. Revision(exported),
        VCardProperty.Text("KIND", "individual"),
        .. Names("FN", person.Name, person.Romanised.Length > 0 ? person.Romanised : person.Id),
        .. OptionalText("TITLE", person.Title),
        .. OptionalText("ORG", exported.Name),
        VCardProperty.Uri("RELATED", "urn:uuid:" + exported.Answer.RecordId, ("TYPE", ["colleague"])),
        .. Foot(exported, from),
    ];

    private static IEnumerable<VCardProperty> Head(string kind, string uid, ExportedContact exported) =>
    [
        VCardProperty.Text("VERSION", "4.0"),
        VCardProperty.Text("PRODID", Product),
        VCardProperty.Uri("UID", uid),
        .. Revision(exported),
        VCardProperty.Text("KIND", kind),
    ];

    // The card is another one when the contact is: it was written then, whenever it was exported.
    private static IEnumerable<VCardProperty> Revision(ExportedContact exported) =>
        exported.Answer.AuthoredAt is { } authored
            ? [new VCardProperty("REV", "timestamp", [authored.ToDateTimeOffset().UtcDateTime.ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)])]
            : [];

    // One name in several languages is one property with alternatives (RFC 6350 §5.4), and none of them is the first.
    private static IEnumerable<VCardProperty> Names(string name, IReadOnlyCollection<Text> texts, string otherwise) =>
        texts.Count == 0
            ? [VCardProperty.Text(name, otherwise)]
            : texts.Select(text => VCardProperty.Text(
                name, text.Text_, ("LANGUAGE", [text.Lang]), ("ALTID", ["1"])));

    private static IEnumerable<VCardProperty> Channel(Channel channel)
    {
        (string, string[])[] pref = channel.PriorityOrder > 0 ? [("PREF", [Pref(channel.PriorityOrder)])] : [];
        if (channel.Type is "voice" or "sms" or "satellite" or "fax")
        {
            var type = channel.Type switch { "sms" => "text", "fax" => "fax", _ => "voice" };
            var extension = channel.Extension.Length > 0 ? $";ext={channel.Extension}" : "";
            yield return VCardProperty.Uri(
                "TEL", $"tel:{channel.Value}{extension}", [("TYPE", [type, "work"]), .. pref]);
        }
        else if (channel.Type == "e-mail")
        {
            yield return VCardProperty.Text("EMAIL", channel.Value, [("TYPE", ["work"]), .. pref]);
        }
        else
        {
            yield return VCardProperty.Text(
                "X-CBM-CHANNEL", $"{channel.Type} {channel.Value}".TrimEnd(), pref);
        }

        if (channel.KeyFingerprint.Length > 0)
        {
            yield return VCardProperty.Text("KEY", $"fingerprint {channel.KeyFingerprint} ({channel.Id})");
        }
    }

    private static IEnumerable<VCardProperty> Related(PointOfContact contact) =>
        new[] { contact.DeputyContactId, contact.ReplacementContactId, contact.SuccessorContactId }
            .Where(id => id.Length > 0).Distinct()
            .Select(id => VCardProperty.Uri("RELATED", "urn:uuid:" + id, ("TYPE", ["agent"])));

    private static IEnumerable<VCardProperty> Foot(ExportedContact exported, ExportedDirectory from)
    {
        var played = exported.IsPlayed ? $"{exported.Context.ToUpperInvariant()}, not a contact in earnest. " : "";
        yield return VCardProperty.Text(
            "NOTE",
            $"{played}{exported.Answer.Tlp}. As of {from.AsOf}. From {exported.State}"
                + $"{(exported.Answer.Nomination.Length > 0 ? $", {exported.Answer.Nomination}" : "")}. "
                + $"{Sentence(exported.Note)}{StandingText.NeutralDesignation} {from.Watermark}.");
        yield return VCardProperty.Text("X-CBM-MARKING", exported.Answer.Tlp.Length > 0 ? exported.Answer.Tlp : "none");
        yield return VCardProperty.Text("X-CBM-AS-OF", from.AsOf);
        yield return VCardProperty.Text("X-CBM-EXPORTED", from.Watermark);
        yield return VCardProperty.Text("X-CBM-CONTEXT", exported.Context);
    }

    private static string Sentence(string note) =>
        note.Length == 0 || note == StandingText.NeutralDesignation ? "" : $"{note.TrimEnd('.')}. ";

    private static IEnumerable<VCardProperty> OptionalText(string name, string? value) =>
        string.IsNullOrEmpty(value) ? [] : [VCardProperty.Text(name, value)];

    private static IEnumerable<VCardProperty> OptionalList(string name, IReadOnlyList<string> values) =>
        values.Count == 0 ? [] : [new VCardProperty(name, "text", values)];

    private static int Rank(Channel channel) => channel.PriorityOrder > 0 ? channel.PriorityOrder : int.MaxValue;

    private static string Pref(int order) => Math.Min(order, PrefMax).ToString(CultureInfo.InvariantCulture);
}
