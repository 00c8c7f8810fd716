using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Reference;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// Answers "whom do I contact" from what is held here. Pure. Invariants: nothing is hidden for being stale; a desk that
/// does not accept the precedence or answer for a topic is not in the answer, but whoever answers in its place is
/// (<see cref="ContactLeads"/>); public reference data is never among the nominated.
/// </summary>
public static class ContactLookup
{
    /// <summary>
    /// The answer about one State. <paramref name="entries"/> MUST be contacts of that State only. Order: neither
    /// unavailable nor handed over, on duty now, speaks the language, fresher first, more of the topics, opens sooner,
    /// then by record id.
    /// </summary>
    public static ContactAnswer Lookup(
        ContactQuestion question,
        IEnumerable<ContactEntry> entries,
        ImmutableArray<PublicFallback> fallbacks,
        Policies policies
    )
    {
        var nominated = entries.Where(entry => !entry.IsWithdrawn && IsValid(entry.View, question.At)).ToArray();
        var leads = new ContactLeads(nominated, question, policies);
        var fitting = leads.All();
        var rows = fitting.Order(RankedContact.BestFirst).Take(question.CountMax)
            .Select(ranked => Row(ranked, question, leads)).ToImmutableArray();
        var kind =
            rows.Length > 0 ? ContactAnswer.NominatedKind
            : nominated.Length > 0 ? ContactAnswer.NoneForThisKind
            : ContactAnswer.NoneNominatedKind;
        return new ContactAnswer(kind, rows, rows.Length > 0 ? [] : fallbacks)
        {
            LeftOut = fitting.Count - rows.Length,
        };
    }

    /// <summary>How fresh each channel of an entry is at an instant, in the order of its channels.</summary>
    public static ImmutableArray<ChannelHealth> ChannelHealthsOf(
        ContactEntry entry, DateTimeOffset at, Policies policies) =>
        [.. entry.View.Channels.Select(channel => ChannelHealth.Of(entry, channel, at, policies))];

    /// <summary>
    /// How fresh an entry is at an instant: as its freshest channel, and stale once its review date has passed.
    /// Unreachable only when every channel is.
    /// </summary>
    public static ContactHealth HealthOf(ContactEntry entry, DateTimeOffset at, Policies policies) =>
        HealthOf(entry, ChannelHealthsOf(entry, at, policies), at);

    internal static ContactHealth HealthOf(
        ContactEntry entry, ImmutableArray<ChannelHealth> channels, DateTimeOffset at)
    {
        var isUnreachable = !channels.IsEmpty && channels.All(one => one.Health == ContactHealth.Unreachable);
        return isUnreachable ? ContactHealth.Unreachable
            : entry.View.ReviewBy is { } reviewBy && reviewBy <= at ? ContactHealth.Stale
            : FreshestFirst.FirstOrDefault(
                health => channels.Any(one => one.Health == health), ContactHealth.NeverVerified);
    }

    // A channel confirmed long ago says more than one that never was.
    private static readonly ImmutableArray<ContactHealth> FreshestFirst =
        [ContactHealth.Verified, ContactHealth.Due, ContactHealth.Stale];

    private static bool IsValid(ContactView view, DateTimeOffset at) =>
        (view.ValidFrom is not { } from || from <= at) && (view.ValidUntil is not { } until || at < until);

    /// <summary>True when the desk takes what is that urgent.</summary>
    internal static bool Accepts(ContactView view, ContactQuestion question) =>
        view.MaxPrecedence is null || Precedences.Rank(view.MaxPrecedence) >= Precedences.Rank(question.Precedence);

    /// <summary>True when the desk points elsewhere for the topic.</summary>
    internal static bool Declines(ContactView view, ContactQuestion question) =>
        view.NotFor.Any(pointer => question.Topics.Contains(pointer.Topic));

    /// <summary>True when the desk answers for the topic, or no topic was asked about.</summary>
    internal static bool AnswersFor(ContactView view, ContactQuestion question) =>
        question.Topics.IsEmpty || Matches(view, question) > 0;

    /// <summary>
    /// How many of the topics a desk answers for. Competences that were not disclosed say nothing against it.
    /// </summary>
    internal static int Matches(ContactView view, ContactQuestion question) =>
        view.Competences.IsEmpty
            ? Math.Min(1, question.Topics.Length)
            : question.Topics.Count(topic => view.Competences.Contains(topic, StringComparer.Ordinal));

    /// <summary>True when the language that was wished is spoken at the moment.</summary>
    internal static bool Speaks(ContactView view, string? language, bool? isOnDuty, DateTimeOffset at) =>
        language is not null
        && view.Languages.Any(spoken => IsSame(spoken.Lang, language) && IsSpoken(view, spoken, isOnDuty, at));

    /// <summary>False for a language of the office hours while the desk is manned by the night shift.</summary>
    internal static bool IsSpoken(ContactView view, SpokenLanguageView spoken, bool? isOnDuty, DateTimeOffset at) =>
        isOnDuty != true || spoken.Hours != OfficeHours || view.OfficeHours?.IsOnDuty(at) != false;

    /// <summary>True for two tags of one language.</summary>
    internal static bool IsSame(string tag, string other) =>
        string.Equals(Primary(tag), Primary(other), StringComparison.OrdinalIgnoreCase);

    private const string OfficeHours = "office";

    private static string Primary(string tag) => tag.Split('-')[0];

    private static bool IsOpen(ContactView view, ChannelView channel, bool? isOnDuty, DateTimeOffset at) =>
        channel.Hours switch
        {
            "24x7" => true,
            OfficeHours when view.OfficeHours is { } hours => hours.IsOnDuty(at),
            _ => isOnDuty != false,
        };

    // The end of the shift, or the day from which the desk is unavailable.
    private static DateTimeOffset? Closing(ContactView view, DateTimeOffset at)
    {
        var closing = view.DutyHours!.NextClosing(at);
        return view.Unavailable is { From: { } from } && at < from && !(closing < from) ? from : closing;
    }

    private static ContactAnswerRow Row(RankedContact ranked, ContactQuestion question, ContactLeads leads)
    {
        var entry = ranked.Entry;
        var isOnDuty = ranked.IsOnDuty;
        var opening = ranked.NextOpening;
        ImmutableArray<ChannelView> channels =
        [
            .. entry.View.Channels.Where(channel =>
                Precedences.Rank(channel.UsableFromPrecedence) <= Precedences.Rank(question.Precedence)
                && IsOpen(entry.View, channel, isOnDuty, question.At)
            ),
        ];
        channels = channels.IsEmpty ? entry.View.Channels : channels;
        return new ContactAnswerRow(
            entry,
            isOnDuty,
            opening,
            isOnDuty == true ? Closing(entry.View, question.At) : null,
            entry.View.OfficeHours?.LocalTime(question.At),
            channels,
            ranked.Health,
            [.. ranked.Channels.Where(one => channels.Contains(one.Channel))],
            ContactReasons.Of(ranked, question, leads),
            entry.View.ReferenceNumber is { } number ? ReferenceNumber.Spoken(number) : null
        )
        {
            Standing = ranked.Standing,
            Named = leads.NamedBy(entry),
        };
    }
}
