using System.Collections.Immutable;

namespace CbmExchange.Domain.Contacts;

/// <summary>A contact that answers a question, with what its place among the others depends on.</summary>
internal sealed class RankedContact
{
    private readonly ContactQuestion question;
    private readonly bool speaks;
    private readonly int matches;
    private DateTimeOffset? nextOpening;
    private bool isOpeningKnown;

    public RankedContact(ContactEntry entry, ContactQuestion question, Policies policies)
    {
        this.question = question;
        Entry = entry;
        Standing = StandingOf(entry.View, question.At);
        IsOnDuty = Standing == ContactStanding.Unavailable ? false : entry.View.DutyHours?.IsOnDuty(question.At);
        Channels = ContactLookup.ChannelHealthsOf(entry, question.At, policies);
        Health = ContactLookup.HealthOf(entry, Channels, question.At);
        speaks = ContactLookup.Speaks(entry.View, question.Language, IsOnDuty, question.At);
        matches = ContactLookup.Matches(entry.View, question);
    }

    /// <summary>
    /// Neither unavailable nor handed over, on duty now, speaks the language, fresher, more of the topics, opens
    /// sooner, by record id.
    /// </summary>
    public static IComparer<RankedContact> BestFirst { get; } = Comparer<RankedContact>.Create(Compare);

    /// <summary>The contact.</summary>
    public ContactEntry Entry { get; }

    /// <summary>Where it stands in its life.</summary>
    public ContactStanding Standing { get; }

    /// <summary>Null when its hours are not known.</summary>
    public bool? IsOnDuty { get; }

    /// <summary>How fresh each of its channels is.</summary>
    public ImmutableArray<ChannelHealth> Channels { get; }

    /// <summary>How fresh it is.</summary>
    public ContactHealth Health { get; }

    /// <summary>When a closed desk opens; searched for only where something depends on it.</summary>
    public DateTimeOffset? NextOpening
    {
        get
        {
            if (!isOpeningKnown)
            {
                nextOpening = IsOnDuty == false ? OpeningAfter(Entry.View, question.At) : null;
                isOpeningKnown = true;
            }

            return nextOpening;
        }
    }

    private bool IsLeft => Standing is ContactStanding.Unavailable or ContactStanding.HandedOver;

    private static ContactStanding StandingOf(ContactView view, DateTimeOffset at) =>
        view.Unavailable?.Holds(at) == true ? ContactStanding.Unavailable
        : view.Handover is null ? ContactStanding.Active
        : !(view.Handover.Until <= at) ? ContactStanding.HandoverPending
        // Without a successor the office stays, and only its officers changed.
        : view.Successor is null ? ContactStanding.Active
        : ContactStanding.HandedOver;

    // A desk that is unavailable opens by its hours once it is available again.
    private static DateTimeOffset? OpeningAfter(ContactView view, DateTimeOffset at)
    {
        var from = view.Unavailable is { Until: { } until } away && away.Holds(at) ? until : at;
        return view.DutyHours is { } hours ? hours.NextOpening(from) : from;
    }

    private static int Compare(RankedContact left, RankedContact right) =>
        First(
            left.IsLeft.CompareTo(right.IsLeft),
            Duty(left.IsOnDuty).CompareTo(Duty(right.IsOnDuty)),
            right.speaks.CompareTo(left.speaks),
            Freshness(left.Health).CompareTo(Freshness(right.Health)),
            right.matches.CompareTo(left.matches))
        ?? First(Opening(left).CompareTo(Opening(right)))
        ?? string.CompareOrdinal(left.Entry.RecordId.Value, right.Entry.RecordId.Value);

    private static int? First(params ReadOnlySpan<int> comparisons)
    {
        foreach (var comparison in comparisons)
        {
            if (comparison != 0)
            {
                return comparison;
            }
        }

        return null;
    }

    private static int Duty(bool? isOnDuty) =>
        isOnDuty switch
        {
            true => 0,
            null => 1,
            false => 2,
        };

    private static int Freshness(ContactHealth health) =>
        health switch
        {
            ContactHealth.Verified => 0,
            ContactHealth.Due => 1,
            ContactHealth.NeverVerified => 2,
            ContactHealth.Stale => 3,
            _ => 4,
        };

    private static DateTimeOffset Opening(RankedContact contact) => contact.NextOpening ?? DateTimeOffset.MaxValue;
}
