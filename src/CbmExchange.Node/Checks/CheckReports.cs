using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Library;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Checks;

/// <summary>
/// What came of a closed check: counts for a meeting, without a name and without a cell under five; apart from them the
/// list of whom to follow up, which stays with the officer.
/// </summary>
internal sealed class CheckReports(ParticipantTable participants, ContactDirectory directory)
{
    private static readonly string[] Notes =
    [
        "Context: TEST. Counts of States for each type of channel, each State with the best of its channels.",
        $"\"{CheckCell.FewerThanFive}\" stands for none to four; a row is \"{CheckCell.NotShown}\" where a cell could "
            + "be worked out.",
        "Taking part is voluntary; \"no-reply\" means that no reply is recorded, which is not a judgement.",
    ];

    private static readonly HashSet<string> NothingToFollow =
        [CheckCodes.Declined, CheckCodes.OptedOut, VerificationResults.InTime, VerificationResults.Late];

    /// <summary>Of a check that is closed.</summary>
    public CheckReport Of(CheckState check)
    {
        var closed = check.Closed!;
        var report = new CheckReport
        {
            OpensAt = check.Plan.OpensAt.ToTimestamp(),
            ClosesAt = check.Plan.ClosesAt.ToTimestamp(),
            ClosedAt = closed.At.ToTimestamp(),
            Participants = CheckAggregates.Participants(closed.Results.Length),
        };
        report.Counts.AddRange(CheckAggregates.Of(closed.Results, check.Plan.ChannelTypes).Select(cell =>
            new CheckCount { ChannelType = cell.ChannelType, Result = cell.Result, States = cell.Text }));
        report.Notes.AddRange(Notes);
        report.CallList.AddRange(closed.Results
            .OrderBy(target => participants.DesignatorOf(target.Participant), StringComparer.Ordinal)
            .SelectMany(target => FollowUps(check, target)));
        report.Facts = Views.Facts(closed.At, report.Counts.Count, []);
        return report;
    }

    private IEnumerable<CheckFollowUp> FollowUps(CheckState check, CheckedTarget result) =>
        result.Channels
            .Where(channel => !NothingToFollow.Contains(channel.Result))
            .Select(channel => FollowUp(
                result, channel, check.Find(result.Participant)?.Find(channel.Key)?.Places.FirstOrDefault()));

    private CheckFollowUp FollowUp(CheckedTarget target, CheckedChannel channel, CheckPlace? place)
    {
        var held = place is null ? null : HeldOf(target.Participant, place.Contact);
        return new CheckFollowUp
        {
            Designator = participants.DesignatorOf(target.Participant),
            Channel = channel.Key,
            ChannelType = channel.Type,
            ContactId = place?.Contact.Value ?? "",
            Office = held is null ? "" : Texts.Best(held.Contact.OfficeName, "en"),
            Value = held?.Contact.Channels.FirstOrDefault(one => one.Id == place!.ChannelId)?.Value ?? "",
            Result = channel.Result,
        };
    }

    private HeldContact? HeldOf(ParticipantId participant, RecordId contact) =>
        directory.Of(participant).FirstOrDefault(held => held.Row.Header.RecordId == contact);
}
