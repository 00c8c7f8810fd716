using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Records;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>
/// What stands on the printed page of one State (domain.md §5.3 J14: everything is down). It says nothing of "now":
/// paper is read later. What does not fit is counted.
/// </summary>
internal sealed class CardPage
{
    /// <summary>Contacts, and channels of each, that fit on one A4 page in large figures.</summary>
    private const int ContactsMax = 4;

    private const int ChannelsMax = 4;
    private const int FallbacksMax = 3;
    private const int TextCharsMax = 110;

    private readonly ExportedDirectory directory;

    public CardPage(ExportedDirectory directory, ExportedState state)
    {
        this.directory = directory;
        State = state;
    }

    /// <summary>The letters and digits as they are spoken.</summary>
    public static IReadOnlyList<string> Spelling { get; } =
        [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".Select(letter => $"{letter} {ReferenceNumber.Spoken($"{letter}")}")];

    /// <summary>The State.</summary>
    public ExportedState State { get; }

    /// <summary>Of the highest entry; said too where no entry carries one.</summary>
    public string Marking
    {
        get
        {
            var shown = Contacts.Select(contact => contact.Answer.Tlp);
            var highest = Views.Facts(default, 0, shown).HighestMarking;
            return highest.Length > 0 ? highest : "no marked entry";
        }
    }

    /// <summary>Name and sign.</summary>
    public string Title => State.Designator.Length > 0
        ? $"{State.Answer.StateName} ({State.Designator})"
        : State.Answer.StateName;

    /// <summary>As of when, and whose copy.</summary>
    public string AsOf => $"as of {directory.AsOf}, copy of node {directory.Footer.ExportedBy}";

    /// <summary>Those that fit, best first.</summary>
    public IEnumerable<ExportedContact> Contacts => State.Contacts.Take(ContactsMax);

    /// <summary>What an entry is for, one line each: kinds, hours, languages, topics, standing.</summary>
    public static IEnumerable<(string Label, string Text)> Lines(ExportedContact exported)
    {
        var contact = exported.Contact;
        yield return ("hours", Short(Hours(contact)));
        yield return ("languages", Short(string.Join(", ", contact.Languages.Select(Spoken))));
        yield return ("for", Short(string.Join(", ", contact.Competences)));
        if (exported.Answer.Standing is "unavailable" or "handover-pending" or "handed-over")
        {
            yield return ("standing", Short(string.Join("; ", exported.Answer.Reasons.Take(3))));
        }

        foreach (var named in exported.Answer.Named.Take(2))
        {
            yield return (named.Relation, Short($"{named.Office}  {named.FirstChannel}"));
        }

        yield return ("reference", $"{exported.Answer.ReferenceNumber}   {Verified(exported.Answer)}".Trim());
    }

    /// <summary>Channels that fit, in the order to try.</summary>
    public static IEnumerable<(string Number, string What)> Channels(ExportedContact exported) =>
        exported.Contact.Channels.Where(channel => channel.Type != "node-inbox")
            .OrderBy(channel => channel.PriorityOrder > 0 ? channel.PriorityOrder : int.MaxValue)
            .Take(ChannelsMax)
            .Select(channel => (Number(channel), What(channel)));

    /// <summary>What does not stand on the page, and what stands in for a contact.</summary>
    public IEnumerable<string> Notes()
    {
        if (State.Answer.ParticipationNote.Length > 0)
        {
            yield return State.Answer.ParticipationNote;
        }

        if (State.Contacts.Count == 0)
        {
            yield return $"{char.ToUpperInvariant(State.Answer.Answer[0])}{State.Answer.Answer[1..]}.";
        }

        foreach (var fallback in State.Answer.Fallbacks.Take(FallbacksMax))
        {
            yield return Short($"Not nominated: {fallback.Office}   {string.Join("   ", fallback.Lines)}");
            yield return Short($"  {fallback.What}; source {fallback.Source?.Source}, {fallback.Source?.AsOf}");
        }

        if (State.Contacts.Count > ContactsMax)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{State.Contacts.Count - ContactsMax} more contacts of this State are not on this page.");
        }
    }

    /// <summary>The note that belongs to the name, and what stands on every export.</summary>
    public IEnumerable<string> Footnotes()
    {
        if (State.Answer.DesignationNote != StandingText.NeutralDesignation)
        {
            yield return "* " + State.Answer.DesignationNote;
        }

        yield return StandingText.NeutralDesignation;
        yield return $"{directory.Watermark}; {Marking}.";
    }

    // Digits in threes are read out and typed with fewer slips; none is left out or moved.
    private static string Number(Channel channel)
    {
        if (channel.Type is not ("voice" or "sms" or "satellite" or "fax") || channel.Value.Length < 2)
        {
            return channel.Value;
        }

        var digits = channel.Value[1..].Chunk(3).Select(three => new string(three));
        var extension = channel.Extension.Length > 0 ? $" ext. {channel.Extension}" : "";
        return $"{channel.Value[0]}{string.Join(' ', digits)}{extension}";
    }

    private static string What(Channel channel)
    {
        var hours = channel.Hours == "24x7" ? " 24/7" : channel.Hours == "office" ? " office hours" : "";
        var from = channel.UsableFromPrecedence.Length > 0 ? $" from {channel.UsableFromPrecedence}" : "";
        return $"{(channel.Secure ? "secure " : "")}{channel.Type}{hours}{from}";
    }

    private static string Hours(PointOfContact contact)
    {
        var always = contact.Coverage == "24x7" ? "24/7" : "";
        var week = contact.Schedule is { } schedule
            ? $"{(always.Length > 0 ? "; office " : "")}{HoursText.Of(schedule)} ({schedule.TimeZone})"
            : "";
        var stated = always + week;
        return stated.Length > 0 ? stated : "not shared";
    }

    private static string Spoken(SpokenLanguage one) =>
        one.Lang + (one.Level == "basic" ? " basic" : "") + (one.Hours == "office" ? " (office hours)" : "");

    private static string Verified(ContactAnswer answer)
    {
        var last = answer.ChannelHealth.Where(channel => channel.VerifiedAt is not null)
            .MaxBy(channel => channel.VerifiedAt.ToDateTimeOffset());
        return last is null
            ? "never verified"
            : $"{last.ChannelId} last verified {last.VerifiedAt.ToDateTimeOffset().UtcDateTime:yyyy-MM-dd}";
    }

    private static string Short(string text) =>
        text.Length <= TextCharsMax ? text : text[..(TextCharsMax - 1)] + "…";
}
