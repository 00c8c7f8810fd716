using System.Collections.Immutable;

namespace CbmExchange.Domain.Contacts;

/// <summary>What is kept at hand of the verifications of one contact; the log keeps them all.</summary>
public static class VerificationHistory
{
    /// <summary>
    /// Kept at most: a contact has at most 64 channels, and of each the newest confirmation, the newest failure and the
    /// newest of the others are asked for. Channels that are no more are dropped first, being the oldest.
    /// </summary>
    public const int KeptCountMax = 3 * 64;

    /// <summary>The history with one more, newest first.</summary>
    public static ImmutableArray<ChannelVerification> With(
        ImmutableArray<ChannelVerification> known, ContactVerified happened)
    {
        var added = new ChannelVerification(
            happened.ChannelId, happened.ChannelFingerprint, happened.Method, happened.Result, happened.TriedAt);
        return
        [
            .. known.Append(added)
                .GroupBy(one => (one.ChannelId, one.Fingerprint, one.IsConfirmation, one.IsFailure))
                .Select(same => same.MaxBy(one => one.At)!)
                .OrderByDescending(one => one.At)
                .Take(KeptCountMax),
        ];
    }
}
