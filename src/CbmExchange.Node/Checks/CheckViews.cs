using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Checks;
using CbmExchange.Node.Participants;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Checks;

/// <summary>How a check is shown as a whole.</summary>
internal static class CheckViews
{
    /// <summary>Warnings of one answer: more would not be read, and the answer is kept with its command.</summary>
    private const int WarningsCountMax = 100;

    /// <summary>The word for a phase.</summary>
    public static string WordOf(CheckPhase phase) => phase.ToString().ToLowerInvariant();

    /// <summary>The answer to a command.</summary>
    public static CheckCommandReply ReplyOf(CheckState check, int count) =>
        new()
        {
            CheckId = check.Plan.Check.Value,
            Phase = WordOf(check.Phase),
            ParticipantCount = count,
            OpensAt = check.Plan.OpensAt.ToTimestamp(),
            ClosesAt = check.Plan.ClosesAt.ToTimestamp(),
        };

    /// <summary>One line of a list.</summary>
    public static CheckSummary SummaryOf(CheckState check)
    {
        var summary = new CheckSummary
        {
            CheckId = check.Plan.Check.Value,
            Phase = WordOf(check.Phase),
            Body = check.Plan.Body ?? "",
            ParticipantCount = check.Plan.Targets.Length,
            Announced = check.Plan.IsAnnounced,
            DutyHours = check.Plan.DutyHours,
            OpensAt = check.Plan.OpensAt.ToTimestamp(),
            ClosesAt = check.Plan.ClosesAt.ToTimestamp(),
            OpenedAt = check.Opened?.At.ToTimestamp(),
            ClosedAt = check.Closed?.At.ToTimestamp(),
            ReportedAt = check.Reported?.At.ToTimestamp(),
        };
        summary.Channels.AddRange(check.Plan.ChannelTypes);
        return summary;
    }

    /// <summary>What whoever plans should look at once more; the rest is counted.</summary>
    public static IEnumerable<string> WarningsOf(CheckState check, ParticipantTable participants)
    {
        var all = AllWarningsOf(check, participants).ToArray();
        return all.Length <= WarningsCountMax
            ? all
            : [.. all.Take(WarningsCountMax), $"And {all.Length - WarningsCountMax} more like these; see the board."];
    }

    private static IEnumerable<string> AllWarningsOf(CheckState check, ParticipantTable participants)
    {
        foreach (var target in check.Plan.Targets.Where(target => !target.IsOptedOut))
        {
            var name = participants.DesignatorOf(target.Participant);
            foreach (var type in check.Plan.ChannelTypes.Where(type => target.Channels.All(one => one.Type != type)))
            {
                yield return $"{name}: no {type} of a contact was shared; it will stand as not tested.";
            }

            foreach (var channel in target.Channels.Where(channel =>
                channel.DutyHours != CheckCodes.HoursNotKnown
                && check.Plan.DutyHours is "inside" or "outside"
                && channel.DutyHours != check.Plan.DutyHours))
            {
                yield return $"{name}: {channel.Key} opens {channel.DutyHours} the duty hours of its desk.";
            }
        }
    }
}
