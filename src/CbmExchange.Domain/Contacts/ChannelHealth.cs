using System.Globalization;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// How fresh one channel of a contact is, as this viewer knows it: by what was recorded here, by replies over the node
/// inbox, and by what the State itself confirmed (domain.md §4.6, §4.7).
/// </summary>
/// <param name="Channel">The channel.</param>
/// <param name="Health">How fresh.</param>
/// <param name="Confirmed">When a human last answered by it, or the State confirmed it; null when never.</param>
/// <param name="Last">What came of the last try that was later than that; null when there is none.</param>
public sealed record ChannelHealth(
    ChannelView Channel,
    ContactHealth Health,
    ChannelVerification? Confirmed,
    ChannelVerification? Last
)
{
    /// <summary>The health of a channel at an instant; what lies after the instant does not count.</summary>
    public static ChannelHealth Of(ContactEntry entry, ChannelView channel, DateTimeOffset at, Policies policies)
    {
        ChannelVerification? confirmed = null, last = null, failed = null;
        foreach (var known in Known(entry, channel))
        {
            if (known.At <= at)
            {
                confirmed = known.IsConfirmation ? Later(confirmed, known) : confirmed;
                failed = known.IsFailure ? Later(failed, known) : failed;
                last = known.IsConfirmation ? last : Later(last, known);
            }
        }

        var health = failed is not null && (confirmed is null || confirmed.At < failed.At)
            ? ContactHealth.Unreachable
            : Age(confirmed?.At, at, policies);
        var isLastLater = last is not null && (confirmed is null || confirmed.At < last.At);
        return new ChannelHealth(channel, health, confirmed, isLastLater ? last : null);
    }

    /// <summary>
    /// "verified 12 days ago (2026-11-10) by check: answered; last tried 2026-11-20 by call-back: no reply recorded".
    /// </summary>
    public string Sentence(DateTimeOffset at)
    {
        var verified = (Health, Confirmed) switch
        {
            (_, null) => "never verified",
            (ContactHealth.Stale, { } known) => $"stale: last {Verified(known, at)}",
            (ContactHealth.Due, { } known) => $"verification due: last {Verified(known, at)}",
            (_, { } known) => Verified(known, at),
        };
        var tried = Last is null
            ? ""
            : $"last tried {Day(Last.At)} by {VerificationMethods.InWords(Last.Method)}: "
                + VerificationResults.InWords(Last.Result);
        return Health == ContactHealth.Unreachable ? $"unreachable when {tried}; {verified}"
            : Last is null ? verified
            : $"{verified}; {tried}";
    }

    private static ContactHealth Age(DateTimeOffset? confirmedAt, DateTimeOffset at, Policies policies) =>
        confirmedAt switch
        {
            null => ContactHealth.NeverVerified,
            { } verified when verified.AddMonths(policies.VerifiedMonths) <= at => ContactHealth.Stale,
            { } verified when verified.AddMonths(policies.VerificationDueMonths) <= at => ContactHealth.Due,
            _ => ContactHealth.Verified,
        };

    private static IEnumerable<ChannelVerification> Known(ContactEntry entry, ChannelView channel)
    {
        // A channel whose id was not disclosed cannot be told from another.
        if (!entry.Verifications.IsDefaultOrEmpty && channel.Id is { } id)
        {
            var own = entry.Verifications.Where(known => known.ChannelId == id).ToArray();
            var fingerprint = own.Length == 0 ? "" : channel.Fingerprint;
            foreach (var known in own.Where(known => known.Fingerprint == fingerprint))
            {
                yield return known;
            }
        }

        if (channel.ConfirmedOn is { } day)
        {
            yield return Of(channel, VerificationMethods.SelfConfirmation, day);
        }

        // A State's node has one inbox, whichever desk reads it: a reply shows that it is read.
        if (channel.Type == "node-inbox" && entry.RepliedAt is { } replied)
        {
            yield return Of(channel, VerificationMethods.RealUse, replied);
        }
    }

    private static ChannelVerification Of(ChannelView channel, string method, DateTimeOffset at) =>
        new(channel.Id ?? "", "", method, VerificationResults.InTime, at);

    private static ChannelVerification Later(ChannelVerification? one, ChannelVerification other) =>
        one is null || one.At < other.At ? other : one;

    private static string Verified(ChannelVerification known, DateTimeOffset at)
    {
        var when = $"verified {Ago(at - known.At)} ({Day(known.At)}) by {VerificationMethods.InWords(known.Method)}";
        return known.Method == VerificationMethods.SelfConfirmation
            ? when
            : $"{when}: {VerificationResults.InWords(known.Result)}";
    }

    private static string Ago(TimeSpan age) => (int)age.TotalDays switch
    {
        0 => "within a day",
        1 => "1 day ago",
        var days => string.Create(CultureInfo.InvariantCulture, $"{days} days ago"),
    };

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
