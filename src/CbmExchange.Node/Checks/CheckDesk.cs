using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using Grpc.Core;

namespace CbmExchange.Node.Checks;

/// <summary>
/// The life of a check: planned by one officer; announced, opened and reminded of by another; closed by one, its
/// results sent by another.
/// </summary>
internal sealed class CheckDesk(
    CommandRunner commands, CheckTable checks, CheckRecords records, CheckPlanner planner, CheckSecrets secrets,
    ParticipantTable participants, ReadModels models, TimeProvider time)
{
    /// <summary>
    /// Deciding again after an answer came in between: answers come one by one, and the next decision has seen it.
    /// </summary>
    private const int TriesMax = 5;

    private delegate Task<Outcome<Decision<CheckCommandReply>>> Decide(
        CheckState check, Actor actor, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Plans a check and drafts its messages.</summary>
    public Task<CheckCommandReply> PlanAsync(
        OfficerCall call, PlanCheckRequest request, CancellationToken cancellationToken) =>
        commands.RunAsync(
            call, request.CommandId, () => Task.FromResult(Plan(call.Seat.ToActor(), request)), cancellationToken);

    /// <summary>Tells the States that it will come.</summary>
    public Task<CheckCommandReply> AnnounceAsync(
        OfficerCall call, CheckCommand request, CancellationToken cancellationToken) =>
        RunAsync(call, request, (check, actor, now, stop) => CheckDecider.MayAnnounce(check, now) is { } refusal
            ? Task.FromResult<Outcome<Decision<CheckCommandReply>>>(refusal)
            : SendAsync(
                check, actor, check.Plan.Targets.Select(target => (target.Participant, target.Announcement)),
                sent => new CheckAnnounced(check.Plan.Check, sent, actor.Id, now), now, stop), cancellationToken);

    /// <summary>Sends each State its message.</summary>
    public Task<CheckCommandReply> OpenAsync(
        OfficerCall call, CheckCommand request, CancellationToken cancellationToken) =>
        RunAsync(call, request, (check, actor, now, stop) => CheckDecider.MayOpen(check, now) is { } refusal
            ? Task.FromResult<Outcome<Decision<CheckCommandReply>>>(refusal)
            : SendAsync(
                check, actor, check.Plan.Targets.Select(target => (target.Participant, target.Check)),
                sent => new CheckOpened(check.Plan.Check, sent, actor.Id, now), now, stop), cancellationToken);

    /// <summary>Reminds those who have not answered.</summary>
    public Task<CheckCommandReply> RemindAsync(
        OfficerCall call, CheckCommand request, CancellationToken cancellationToken) =>
        RunAsync(call, request, (check, actor, now, stop) =>
        {
            var waiting = CheckDecider.Reminded(check, now);
            return waiting.Refusal is { } refusal
                ? Task.FromResult<Outcome<Decision<CheckCommandReply>>>(refusal)
                : SendAsync(
                    check, actor, waiting.Value.Select(target => (target.Participant, target.Reminder)),
                    sent => new CheckReminded(check.Plan.Check, sent, actor.Id, now), now, stop);
        }, cancellationToken);

    /// <summary>Fixes the results and drafts what each State is told.</summary>
    public Task<CheckCommandReply> CloseAsync(
        OfficerCall call, CheckCommand request, CancellationToken cancellationToken) =>
        RunAsync(call, request, CloseAsync, cancellationToken);

    /// <summary>Sends each State its own result.</summary>
    public Task<CheckCommandReply> SendResultsAsync(
        OfficerCall call, CheckCommand request, CancellationToken cancellationToken) =>
        RunAsync(call, request, (check, actor, now, stop) => CheckDecider.MaySendResults(check) is { } refusal
            ? Task.FromResult<Outcome<Decision<CheckCommandReply>>>(refusal)
            : SendAsync(
                check, actor, check.Closed!.Results.Select(result => (result.Participant, result.Result)),
                sent => new CheckReported(check.Plan.Check, sent, actor.Id, now), now, stop), cancellationToken);

    /// <summary>True when the node of the State said that it stored the message.</summary>
    public async Task<bool> IsDeliveredAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        if (target.Check is not { } record)
        {
            return false;
        }

        var known = await models.Records.RecipientsAsync(record, cancellationToken).ConfigureAwait(false);
        return known.Any(row => row.Participant == target.Participant && row.DeliveredAt is not null);
    }

    private async Task<CheckCommandReply> RunAsync(
        OfficerCall call, CheckCommand request, Decide decide, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await commands.RunAsync<CheckCommandReply>(
                    call, request.CommandId,
                    async () => checks.Find(request.CheckId) is { } check
                        ? await decide(check, call.Seat.ToActor(), time.GetUtcNow(), cancellationToken)
                            .ConfigureAwait(false)
                        : Refusal.NotFound,
                    cancellationToken, request.CheckId).ConfigureAwait(false);
            }
            catch (RpcException other) when (other.StatusCode == StatusCode.Aborted && attempt < TriesMax)
            {
                // An answer came in between; decided again above with it.
            }
        }
    }

    private Outcome<Decision<CheckCommandReply>> Plan(Actor actor, PlanCheckRequest request)
    {
        var now = time.GetUtcNow();
        var read = planner.Read(request, actor, now);
        if (read.Refusal is { } refusal)
        {
            return refusal;
        }

        var decided = CheckDecider.Plan(new CheckId(Guid.NewGuid().ToString()), read.Value, now);
        if (decided.Refusal is { } refused)
        {
            return refused;
        }

        var drafts = new CheckDrafts(records, secrets, actor, now);
        var written = drafts.Write(decided.Value);
        return written.Refusal is { } unwritten
            ? unwritten
            : new Decision<CheckCommandReply>(
                [
                    new StreamAppend(CheckTable.StreamOf(written.Value.Check), new StreamVersion(0), [written.Value]),
                    .. drafts.Appends,
                ],
                ReplyOf(CheckState.Of(written.Value), written.Value.Targets.Length));
    }

    private async Task<Outcome<Decision<CheckCommandReply>>> CloseAsync(
        CheckState check, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (CheckDecider.MayClose(check, actor, now) is { } refusal)
        {
            return refusal;
        }

        var drafts = new CheckDrafts(records, secrets, actor, now);
        var results = ImmutableArray.CreateBuilder<CheckedTarget>();
        foreach (var target in check.Plan.Targets)
        {
            var isDelivered = await IsDeliveredAsync(target, cancellationToken).ConfigureAwait(false);
            var written = drafts.Result(check, target, CheckResults.Of(check, target, isDelivered));
            if (written.Refusal is { } unwritten)
            {
                return unwritten;
            }

            results.Add(written.Value);
        }

        var closed = new CheckClosed(check.Plan.Check, results.ToImmutable(), actor.Id, now);
        return Decided(check, closed, drafts.Appends, [], results.Count);
    }

    private async Task<Outcome<Decision<CheckCommandReply>>> SendAsync(
        CheckState check, Actor actor, IEnumerable<(ParticipantId Participant, RecordId? Record)> wanted,
        Func<ImmutableArray<ParticipantId>, IEvent> happened, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Asked here too: with nobody to send to there would be no record that asks.
        if (Permissions.Check(actor, OfficerAction.Release, RecordTypes.CommunicationCheck) is { } refused)
        {
            return refused;
        }

        var sending = await records.SendAsync(
            actor,
            wanted.Where(one => one.Record is not null).Select(one => (one.Participant, one.Record!.Value)),
            now, cancellationToken).ConfigureAwait(false);
        return sending.Refusal is { } refusal
            ? refusal
            : Decided(
                check, happened(sending.Value.Sent), sending.Value.Streams, sending.Value.Entries,
                sending.Value.Sent.Length);
    }

    private Decision<CheckCommandReply> Decided(
        CheckState check, IEvent happened, ImmutableArray<StreamAppend> streams, ImmutableArray<PeerAppend> entries,
        int count) =>
        new(
            [new StreamAppend(CheckTable.StreamOf(check.Plan.Check), check.Version, [happened]), .. streams],
            ReplyOf(check.Apply(happened), count))
        {
            Entries = entries,
        };

    private CheckCommandReply ReplyOf(CheckState check, int count)
    {
        var reply = CheckViews.ReplyOf(check, count);
        if (check.Phase == CheckPhase.Planned)
        {
            reply.Warnings.AddRange(CheckViews.WarningsOf(check, participants));
        }

        return reply;
    }
}
