namespace CbmExchange.Domain.Checks;

/// <summary>
/// What the officer of a check may do next about a State that is waited for (domain.md §4.7): remind once, then the
/// next channel, then the Permanent Mission. It suggests and does nothing by itself.
/// </summary>
public static class CheckSteps
{
    /// <summary>Remind.</summary>
    public const string Remind = "remind";

    /// <summary>Try the next channel.</summary>
    public const string NextChannel = "next-channel";

    /// <summary>Ask the Permanent Mission.</summary>
    public const string Mission = "mission";

    /// <summary>The step and, for the next channel, which; null while nothing is suggested.</summary>
    public static (string Step, string? Channel)? Of(CheckState check, CheckTarget target, DateTimeOffset now)
    {
        if (check.Phase != CheckPhase.Open || !check.IsSentTo(target.Participant)
            || check.IsAnswered(target.Participant))
        {
            return null;
        }

        if (!check.Reminded.Contains(target.Participant))
        {
            return now >= Half(check) && now < check.Plan.ClosesAt ? (Remind, null) : null;
        }

        return target.Channels.FirstOrDefault(channel => !IsTried(check, target, channel)) is { } next
            ? (NextChannel, next.Key)
            : (Mission, null);
    }

    private static DateTimeOffset Half(CheckState check) =>
        check.Opened!.At + ((check.Plan.ClosesAt - check.Opened.At) / 2);

    private static bool IsTried(CheckState check, CheckTarget target, CheckChannel channel) =>
        channel.Key == CheckCodes.NodeInbox
        || check.Called.Contains((target.Participant, channel.Key))
        || check.Outcomes.Any(one => one.Participant == target.Participant && one.Channel == channel.Key);
}
