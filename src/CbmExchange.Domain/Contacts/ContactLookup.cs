using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Reference;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// Answers "whom do I contact" from what is held here. Pure. Invariants: nothing is hidden for being stale; a desk that
/// does not accept the precedence or answer for a topic is not in the answer; public reference data is never among the
/// nominated.
/// </summary>
public static class ContactLookup
{
    /// <summary>
    /// The answer about one State. <paramref name="entries"/> MUST be contacts of that State only. Order: on duty now,
    /// speaks the language, fresher first, more of the topics, opens sooner, then by record id.
    /// </summary>
    public static ContactAnswer Lookup(
        ContactQuestion question,
        IEnumerable<ContactEntry> entries,
        ImmutableArray<PublicFallback> fallbacks,
        Policies policies
    )
    {
        var nominated = entries.Where(entry => !entry.IsWithdrawn && IsValid(entry.View, question.At)).ToArray();
        var fitting = nominated.Where(entry => Answers(entry.View, question))
            .Select(entry => new RankedContact(entry, question, policies)).ToArray();
        var rows = fitting.Order(RankedContact.BestFirst).Take(question.CountMax)
            .Select(ranked => Row(ranked, question)).ToImmutableArray();
        var kind =
            rows.Length > 0 ? ContactAnswer.NominatedKind
            : nominated.Length > 0 ? ContactAnswer.NoneForThisKind
            : ContactAnswer.NoneNominatedKind;
        return new ContactAnswer(kind, rows, rows.Length > 0 ? [] : fallbacks)
        {
            LeftOut = fitting.Length - rows.Length,
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

    private static bool Answers(ContactView view, ContactQuestion question)
    {
        var isPrecedenceAccepted =
            view.MaxPrecedence is null || Precedences.Rank(view.MaxPrecedence) >= Precedences.Rank(question.Precedence);
        var isRefused = view.NotFor.Any(pointer => question.Topics.Contains(pointer.Topic));
        return isPrecedenceAccepted && !isRefused && (question.Topics.IsEmpty || Matches(view, question) > 0);
    }

    /// <summary>
    /// How many of the topics a desk answers for. Competences that were not disclosed say nothing against it.
    /// </summary>
    internal static int Matches(ContactView view, ContactQuestion question) =>
        view.Competences.IsEmpty
            ? Math.Min(1, question.Topics.Length)
            : question.Topics.Count(topic => view.Competences.Contains(topic, StringComparer.Ordinal));

    /// <summary>True when the language that was wished is spoken.</summary>
    internal static bool Speaks(ContactView view, string? language) =>
        language is not null
        && view.Languages.Any(spoken =>
            string.Equals(Primary(spoken.Lang), Primary(language), StringComparison.OrdinalIgnoreCase)
        );

    private static string Primary(string tag) => tag.Split('-')[0];

    private static ContactAnswerRow Row(RankedContact ranked, ContactQuestion question)
    {
        var entry = ranked.Entry;
        var hours = entry.View.DutyHours;
        var isOnDuty = ranked.IsOnDuty;
        var opening = ranked.NextOpening;
        ImmutableArray<ChannelView> channels =
        [
            .. entry.View.Channels.Where(channel =>
                Precedences.Rank(channel.UsableFromPrecedence) <= Precedences.Rank(question.Precedence)
                && (isOnDuty != false || channel.Hours == "24x7")
            ),
        ];
        channels = channels.IsEmpty ? entry.View.Channels : channels;
        return new ContactAnswerRow(
            entry,
            isOnDuty,
            opening,
            isOnDuty == true ? hours!.NextClosing(question.At) : null,
            hours is null or { IsAlways: true } ? null : hours.LocalTime(question.At),
            channels,
            ranked.Health,
            [.. ranked.Channels.Where(one => channels.Contains(one.Channel))],
            ContactReasons.Of(ranked, question, hours, opening),
            entry.View.ReferenceNumber is { } number ? ReferenceNumber.Spoken(number) : null
        );
    }
}

/// <summary>Why a contact stands where it stands, in plain words.</summary>
internal static class ContactReasons
{
    public static ImmutableArray<string> Of(
        RankedContact ranked, ContactQuestion question, DutyHours? hours, DateTimeOffset? opening)
    {
        var entry = ranked.Entry;
        var reasons = ImmutableArray.CreateBuilder<string>();
        reasons.Add(
            hours switch
            {
                null => "hours not shared",
                { IsAlways: true } => "24/7",
                _ when ranked.IsOnDuty == true => "on duty now",
                _ when opening is { } at => Opens(hours, question.At, at),
                _ => "closed now",
            }
        );
        reasons.AddRange(
            entry
                .View.Languages.Where(spoken =>
                    question.Language is null
                    || string.Equals(
                        spoken.Lang.Split('-')[0],
                        question.Language.Split('-')[0],
                        StringComparison.OrdinalIgnoreCase
                    )
                )
                .Select(spoken => spoken.Level == "basic" ? $"speaks {spoken.Lang} (basic)" : $"speaks {spoken.Lang}")
        );
        reasons.AddRange(
            entry
                .View.Competences.Intersect(question.Topics, StringComparer.Ordinal)
                .Select(topic => $"answers for {topic}")
        );
        reasons.AddRange(Freshness(ranked, question.At));
        return reasons.ToImmutable();
    }

    private static IEnumerable<string> Freshness(RankedContact ranked, DateTimeOffset at)
    {
        if (ranked.Entry.View.ReviewBy is { } by && by <= at)
        {
            yield return $"review overdue since {Day(by)}";
        }

        var freshest = ranked.Channels.Where(channel => channel.Confirmed is not null)
            .MaxBy(channel => channel.Confirmed!.At);
        var word = freshest?.Channel.Id ?? freshest?.Channel.Type;
        if (ranked.Health == ContactHealth.Unreachable)
        {
            yield return "unreachable: no channel led to the desk when it was last tried";
        }
        else if (freshest is not null)
        {
            yield return $"{word} {freshest.Sentence(at)}";
        }
        else
        {
            yield return "never verified";
        }
    }

    private static string Opens(DutyHours hours, DateTimeOffset now, DateTimeOffset opening)
    {
        var wait = opening - now;
        var local = hours.LocalTime(opening);
        var place = hours.TimeZone[(hours.TimeZone.LastIndexOf('/') + 1)..].Replace('_', ' ');
        var minutes = (int)Math.Ceiling(wait.TotalMinutes);
        var length =
            minutes < 60 ? $"{minutes} min"
            : minutes < 24 * 60 ? $"{minutes / 60} h {minutes % 60} min"
            : $"{minutes / (24 * 60)} d {minutes % (24 * 60) / 60} h";
        return string.Create(CultureInfo.InvariantCulture, $"opens in {length} ({local:HH:mm} {place})");
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
