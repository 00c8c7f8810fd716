using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using CbmExchange.Store.Readings;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Checks;

/// <summary>
/// Who answered and who is waited for, in the order of designators: no colour, no rank, no count per State (domain.md
/// §5.2 J7).
/// </summary>
internal sealed class CheckBoards(CheckDesk desk, ParticipantTable participants, ReadModels models, TimeProvider time)
{
    private const string Answered = "answered";
    private const string Waiting = "waiting";

    /// <summary>As of now.</summary>
    public async Task<CheckBoard> OfAsync(CheckState check, CancellationToken cancellationToken)
    {
        var board = new CheckBoard { Check = CheckViews.SummaryOf(check) };
        foreach (var target in check.Plan.Targets
            .OrderBy(target => participants.DesignatorOf(target.Participant), StringComparer.Ordinal))
        {
            var isDelivered = await desk.IsDeliveredAsync(target, cancellationToken).ConfigureAwait(false);
            board.Rows.Add(RowOf(check, target, isDelivered));
        }

        board.AnsweredCount = board.Rows.Count(row => row.State == Answered);
        board.WaitingCount = board.Rows.Count(row => row.State == Waiting);
        board.Facts = Views.Facts(models.CompleteAt, board.Rows.Count, []);
        return board;
    }

    private CheckBoardRow RowOf(CheckState check, CheckTarget target, bool isDelivered)
    {
        var row = new CheckBoardRow
        {
            Designator = participants.DesignatorOf(target.Participant),
            ParticipantId = target.Participant.Value,
            State = StateOf(check, target),
            NextStep = StepOf(check, target),
            ReferenceNumber = target.Reference ?? "",
        };
        row.Channels.AddRange(target.Channels.Select(channel => ChannelOf(check, target, channel, isDelivered)));
        return row;
    }

    private static string StateOf(CheckState check, CheckTarget target) =>
        target.IsOptedOut ? "takes no part"
        : check.Opened is null ? "not sent yet"
        : !check.IsSentTo(target.Participant) ? "not sent"
        : check.IsAnswered(target.Participant) ? Answered
        : Waiting;

    private string StepOf(CheckState check, CheckTarget target) =>
        CheckSteps.Of(check, target, time.GetUtcNow()) switch
        {
            (CheckSteps.Remind, _) => "remind once (`cbmx check remind`)",
            (CheckSteps.NextChannel, { } channel) => $"try the next channel: {channel} (`cbmx check call`)",
            (CheckSteps.Mission, _) => "ask the Permanent Mission",
            _ => "",
        };

    private static CheckBoardChannel ChannelOf(
        CheckState check, CheckTarget target, CheckChannel channel, bool isDelivered)
    {
        var result = CheckResults.Of(check, target, channel, isDelivered);
        var place = channel.Places is [var only] ? only : null;
        return new CheckBoardChannel
        {
            Channel = channel.Key,
            ChannelType = channel.Type,
            ContactId = place?.Contact.Value ?? "",
            ChannelId = place?.ChannelId ?? "",
            State = WordOf(check, result),
            DutyHours = channel.DutyHours,
            At = result.At?.ToTimestamp(),
        };
    }

    // While the check is open, silence is no result.
    private static string WordOf(CheckState check, CheckedChannel result) =>
        (check.Phase, result.Result) switch
        {
            (CheckPhase.Planned or CheckPhase.Announced, _) => "not tried yet",
            (CheckPhase.Open, CheckCodes.NoReply) when result.Type == CheckCodes.NodeInbox =>
                "waiting, not delivered yet",
            (CheckPhase.Open, CheckCodes.NoReply) => "tried, waiting",
            (CheckPhase.Open, CheckCodes.DeliveredNoHuman) => "delivered, waiting for a human",
            (CheckPhase.Open, CheckCodes.NotTested) => "not tried yet",
            _ => InWords(result.Result),
        };

    /// <summary>A result in words.</summary>
    public static string InWords(string result) =>
        result switch
        {
            CheckCodes.OptedOut => "takes no part",
            CheckCodes.NotTested => "not tested",
            _ => VerificationResults.InWords(result),
        };
}
