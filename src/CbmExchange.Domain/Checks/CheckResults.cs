using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;

namespace CbmExchange.Domain.Checks;

/// <summary>
/// What came of each channel of a State (domain.md §4.7). A human's confirmation counts above all else; a machine's
/// receipt never counts as one (domain.md §4.21 row 20).
/// </summary>
public static class CheckResults
{
    /// <summary>Of all channels of a State.</summary>
    /// <param name="check">The check.</param>
    /// <param name="target">The State.</param>
    /// <param name="isDelivered">Its node says that it stored the message: a fact about a machine.</param>
    public static ImmutableArray<CheckedChannel> Of(CheckState check, CheckTarget target, bool isDelivered)
    {
        var tried = target.Channels.Select(channel => Of(check, target, channel, isDelivered));
        var rest = target.IsOptedOut ? CheckCodes.OptedOut : CheckCodes.NotTested;
        var untried = check.Plan.ChannelTypes
            .Where(type => target.Channels.All(channel => channel.Type != type))
            .Select(type => new CheckedChannel(type, type, rest, null));
        return [.. tried, .. untried];
    }

    /// <summary>In time or late, by the time at which a human answered.</summary>
    public static string Timed(CheckState check, DateTimeOffset answeredAt) =>
        answeredAt <= check.Plan.ClosesAt ? VerificationResults.InTime : VerificationResults.Late;

    /// <summary>Of one channel, as it stands now.</summary>
    public static CheckedChannel Of(CheckState check, CheckTarget target, CheckChannel channel, bool isDelivered)
    {
        CheckedChannel Result(string result, DateTimeOffset? at = null) => new(channel.Key, channel.Type, result, at);
        var answers = check.Answers.Where(answer => answer.Participant == target.Participant).ToArray();
        var outcomes = check.Outcomes
            .Where(outcome => outcome.Participant == target.Participant && outcome.Channel == channel.Key).ToArray();
        if (ConfirmedAt(answers, outcomes, channel) is { } confirmed)
        {
            return Result(Timed(check, confirmed), confirmed);
        }

        return outcomes.LastOrDefault() is { } last ? Result(last.Result, HumanAt(last))
            : Said(answers, channel) is { } said ? Result(said.Outcome, said.AnsweredAt)
            : Result(Silent(check, target, channel, isDelivered));
    }

    private static DateTimeOffset? ConfirmedAt(
        CheckAnswerTaken[] answers, CheckOutcomeRecorded[] outcomes, CheckChannel channel) =>
        answers.Where(answer => answer.Channel == channel.Key && answer.Outcome == CheckCodes.Confirmed)
            .Select(answer => answer.AnsweredAt)
            .Concat(outcomes.Where(outcome => VerificationResults.IsConfirmation(outcome.Result))
                .Select(outcome => outcome.TriedAt))
            .Order().Select(at => (DateTimeOffset?)at).FirstOrDefault();

    // A State that takes no part says so once, for every channel; what else it says concerns where it says it.
    private static CheckAnswerTaken? Said(CheckAnswerTaken[] answers, CheckChannel channel) =>
        answers.LastOrDefault(answer => answer.Outcome == CheckCodes.Declined
            || (answer.Outcome != CheckCodes.Confirmed && channel.Key == CheckCodes.NodeInbox));

    private static DateTimeOffset? HumanAt(CheckOutcomeRecorded outcome) =>
        outcome.Result is VerificationResults.WrongContact or "language-barrier" or CheckCodes.Declined
            ? outcome.TriedAt
            : null;

    private static string Silent(CheckState check, CheckTarget target, CheckChannel channel, bool isDelivered) =>
        channel.Key == CheckCodes.NodeInbox
            ? !check.IsSentTo(target.Participant) ? CheckCodes.NotTested
                : isDelivered ? CheckCodes.DeliveredNoHuman
                : CheckCodes.NoReply
            : check.Called.Contains((target.Participant, channel.Key)) ? CheckCodes.NoReply
            : CheckCodes.NotTested;
}
