using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Publishing;

/// <summary>What leaves: preview, release, correction. Preview is the release stopped before the append.</summary>
internal sealed class ReleaseDesk(
    CommandRunner commands,
    RecordLoader loader,
    RecordDesk desk,
    ReleaseSettings settings,
    EntryMaker entries,
    ParticipantTable participants,
    FlashTable flash,
    IEventStore store,
    Policies policies,
    TimeProvider time
)
{
    /// <summary>Shows, per recipient, the exact content and bytes, without releasing.</summary>
    public async Task<Outcome<PreviewReleaseResponse>> PreviewAsync(
        OfficerCall call,
        ReleaseRecordRequest request,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var state = await loader.LoadAsync(desk.IdOf(request.RecordId), cancellationToken).ConfigureAwait(false);
        if (!ReadRights.MayKnow(call, state))
        {
            return Refusal.NotFound;
        }

        var command = await CommandOfAsync(
            call, call.Seat.ToActor(state.Header), request, now, cancellationToken).ConfigureAwait(false);
        if (command.Refusal is { } refusal)
        {
            return refusal;
        }

        var setting = await settings.OfAsync(state, command.Value.Quotes, cancellationToken).ConfigureAwait(false);
        var ready = ClearFirst(state, command.Value, now);
        return ready.Refusal is { } unclear ? unclear : Preview(call, ready.Value, request, setting, now);
    }

    private Outcome<PreviewReleaseResponse> Preview(
        OfficerCall call, Readied ready, ReleaseRecordRequest request, ReleaseSetting setting, DateTimeOffset now)
    {
        var planned = RecordDecider.Preview(ready.State, ready.Command, setting, now);
        return (planned.Refusal ?? OfAudience(ready.Command, planned.Value)) is { } refused
            ? refused
            : Preview(call, ready.State, ready.Command, request, planned.Value, now);
    }

    private PreviewReleaseResponse Preview(
        OfficerCall call, RecordState state, ReleaseRecord command, ReleaseRecordRequest request, ReleasePlan plan,
        DateTimeOffset now)
    {
        var preview = ReleasePreviews.Of(
            state, command.Correction, [.. Related(plan.Recipients, request), .. World(plan)], plan, participants, now,
            WaitOf(state, call));
        preview.Warnings.AddRange(flash.NoticeOf(state.NewestCleared!, now));
        return preview;
    }

    /// <summary>Lets the cleared version leave; durable with every recipient's entry when it returns.</summary>
    public async Task<ReleaseRecordResponse> ReleaseAsync(
        OfficerCall call,
        ReleaseRecordRequest request,
        CancellationToken cancellationToken
    )
    {
        var record = desk.IdOf(request.RecordId);
        Decision<ReleaseRecordResponse>? last = null;
        var reply = await commands
            .RunAsync(
                call,
                request.CommandId,
                async () =>
                {
                    var decided = await DecideReleaseAsync(call, request, record, cancellationToken)
                        .ConfigureAwait(false);
                    last = decided.Refusal is null ? decided.Value : null;
                    return decided;
                },
                cancellationToken,
                record.Value
            )
            .ConfigureAwait(false);

        // A repeat is answered with the first answer, and its event is read from the log.
        var decided = ReferenceEquals(reply, last?.Reply)
            ? last!.Streams.SelectMany(stream => stream.Events).Last()
            : await EventAsync(record, reply.Record.HeldVersion).ConfigureAwait(false);
        reply.Recipients.AddRange(ReleasePreviews.States(decided, participants));
        return reply;
    }

    private static ImmutableArray<RecipientRelease> World(ReleasePlan plan) => plan.Public is { } world ? [world] : [];

    // As far as it is known before the release: whether the officer acts alone shows then.
    private TimeSpan WaitOf(RecordState state, OfficerCall call) =>
        RecordDecider.WaitOf(
            state.NewestCleared!,
            policies.SinglePersonDelay is not null && state.NewestCleared!.Authors.Contains(call.Seat.Id),
            policies
        );

    private async Task<Outcome<Decision<ReleaseRecordResponse>>> DecideReleaseAsync(
        OfficerCall call,
        ReleaseRecordRequest request,
        RecordId record,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var before = await loader.LoadAsync(record, cancellationToken).ConfigureAwait(false);
        if (!ReadRights.MayKnow(call, before))
        {
            return Refusal.NotFound;
        }

        var command = await CommandOfAsync(
            call, call.Seat.ToActor(before.Header), request, now, cancellationToken).ConfigureAwait(false);
        if (command.Refusal is { } refusal)
        {
            return refusal;
        }

        var setting = await settings.OfAsync(before, command.Value.Quotes, cancellationToken).ConfigureAwait(false);
        var ready = ClearFirst(before, command.Value, now);
        if (ready.Refusal is { } unclear)
        {
            return unclear;
        }

        var decided = RecordDecider.ReleaseOrSchedule(ready.Value.State, ready.Value.Command, setting, policies, now);
        if (decided.Refusal is { } refused)
        {
            return refused;
        }

        // The events keep what changed for whom; their plan also tells for whom nothing did.
        var (plan, happenings) = decided.Value;
        var events = happenings.Select(happened => happened switch
        {
            RecordReleased released => released with { Recipients = Related(released.Recipients, request) },
            ReleaseScheduled waiting => waiting with { Recipients = Related(waiting.Recipients, request) },
            _ => happened,
        });
        return OfAudience(command.Value, plan) is { } nobody
            ? nobody
            : Decide(before, ready.Value.State, record, [.. ready.Value.Events, .. events], plan.Unchanged, now);
    }

    // A duty officer who acts alone on an urgent message clears and releases in one step; both are flagged.
    private Outcome<Readied> ClearFirst(RecordState state, ReleaseRecord command, DateTimeOffset now)
    {
        if (command.BreakGlassReason is not { } reason || state.Working is not { Status: VersionStatus.InClearance })
        {
            return new Readied(state, [], command);
        }

        var clear = new ClearRecord
        {
            Actor = command.Actor, Expected = command.Expected, BreakGlassReason = reason,
        };
        var cleared = desk.Clear(state, clear, now);
        return cleared.Refusal is { } refusal
            ? refusal
            : new Readied(
                cleared.Value.Aggregate(state, (next, happened) => next.Apply(happened)),
                cleared.Value,
                cleared.Value.IsEmpty ? command : command with { Expected = null });
    }

    private Decision<ReleaseRecordResponse> Decide(
        RecordState before,
        RecordState cleared,
        RecordId record,
        ImmutableArray<IEvent> events,
        ImmutableArray<ParticipantId> unchanged,
        DateTimeOffset now
    )
    {
        var after = events.Aggregate(before, (state, happened) => state.Apply(happened));
        var response = new ReleaseRecordResponse { Record = RecordReplies.Of(after, now) };
        response.LeavesAt = after.Departure?.LeavesAt.ToTimestamp();
        response.Unchanged.AddRange(unchanged.Select(participants.DesignatorOf));
        response.Record.Warnings.AddRange(flash.NoticeOf(cleared.NewestCleared!, now));
        return new Decision<ReleaseRecordResponse>(RecordReplies.StreamsOf(before, record, events), response)
        {
            Entries = events[^1] is RecordReleased released
                ? entries.Of(cleared, cleared.NewestCleared!, released)
                : [],
        };
    }

    private async Task<Outcome<ReleaseRecord>> CommandOfAsync(
        OfficerCall call, Actor actor, ReleaseRecordRequest request, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var quotes = await settings.ReadAsync(call, request.Quotes, cancellationToken).ConfigureAwait(false);
        var grants = new GrantReader(participants.State, now).Read(request.Grants);
        return (quotes.Refusal ?? grants.Refusal) is { } refusal
            ? refusal
            : new ReleaseRecord
            {
                Actor = actor,
                Expected = new StreamVersion(request.ExpectedVersion),
                Grants = grants.Value,
                Quotes = quotes.Value,
                BreakGlassReason = Absent(request.BreakGlassReason),
                InfrastructureOverrideReason = Absent(request.ObservedInOverrideReason),
                Correction = request.Correction is { } correction
                    ? new CorrectionReason(correction.ReasonClass, correction.WhatWasWrong)
                    : null,
            };
    }

    // What the officer says that the record refers to is told to those only who hold it.
    private ImmutableArray<RecipientRelease> Related(
        ImmutableArray<RecipientRelease> recipients,
        ReleaseRecordRequest request
    )
    {
        var named = request.RelatesTo.Select(record => new RecordId(record)).ToImmutableArray();
        return named.IsEmpty
            ? recipients
            :
            [
                .. recipients.Select(recipient =>
                    recipient with
                    {
                        RelatesTo =
                        [
                            .. recipient.RelatesTo.Union(
                                named.Where(record => settings.Holds(recipient.Participant, record))
                            ),
                        ],
                    }
                ),
            ];
    }

    private static Refusal? OfAudience(ReleaseRecord command, ReleasePlan plan)
    {
        if (command.Correction is not null
            && plan.Recipients.Append(plan.Public).All(one => one?.Kind != EntryKinds.Corrected))
        {
            return new Refusal(
                RefusalKind.FailedPrecondition,
                "NOTHING_TO_CORRECT",
                "Nobody who received this record would read anything else in this version: revise, submit and clear "
                    + "the right version first, then correct."
            );
        }

        return plan.IsEmpty && plan.Unchanged.IsEmpty
            ? new Refusal(
                RefusalKind.FailedPrecondition,
                "AUDIENCE_EMPTY",
                "These grants reach nobody; nothing was released."
            )
            : null;
    }

    private async Task<IEvent> EventAsync(RecordId record, long version)
    {
        var before = new StreamVersion(version - 1);
        await foreach (
            var stored in store.ReadStreamAsync(OwnRecordTable.StreamOf(record), before).ConfigureAwait(false)
        )
        {
            return stored.Body;
        }

        throw new InvalidOperationException("The event that was appended is not there.");
    }

    private static string? Absent(string text) => text.Length == 0 ? null : text;

    /// <summary>What a release starts from: the state with whatever clears it first.</summary>
    private sealed record Readied(RecordState State, ImmutableArray<IEvent> Events, ReleaseRecord Command);
}
