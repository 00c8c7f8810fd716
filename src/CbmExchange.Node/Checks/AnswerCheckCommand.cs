using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Publishing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using AnswerCheck = CbmExchange.Domain.Checks.AnswerCheck;

namespace CbmExchange.Node.Checks;

/// <summary>
/// A human answers a check of another participant: the answer is drafted, signed and released to the originator in one
/// append, as an acknowledgement is. The same code again sends nothing.
/// </summary>
internal sealed class AnswerCheckCommand(
    CommandRunner commands, IHeldRecords held, RecordLoader loader, RecordDesk desk, ReleaseSettings settings,
    EntryMaker entries, NodeIdentity self, KeyRing keys, TimeProvider time)
{
    /// <summary>
    /// Deciding again after another officer answered at the same moment: one more try finds that answer.
    /// </summary>
    private const int TriesMax = 5;

    /// <summary>Runs the call.</summary>
    public async Task<AnswerCheckResponse> RunAsync(AnswerCheckRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await commands.RunAsync(
                    call, request.CommandId, () => DecideAsync(call, request, context.CancellationToken),
                    context.CancellationToken).ConfigureAwait(false);
            }
            catch (RpcException other) when (other.StatusCode == StatusCode.Aborted && attempt < TriesMax)
            {
                // Another officer was first; decided again above on what that one wrote.
            }
        }
    }

    private async Task<Outcome<Decision<AnswerCheckResponse>>> DecideAsync(
        OfficerCall call, AnswerCheckRequest request, CancellationToken cancellationToken)
    {
        // A message outside the officer's lane is answered like one that is not there.
        if (await held.FindAsync(request.Record, cancellationToken).ConfigureAwait(false) is not { } message
            || !ReadRights.May(call.Seat.Roles, message.Header.RecordType, isOwn: false))
        {
            return Refusal.NotFound;
        }

        if (CommandOf(call, request) is not { } command)
        {
            return Refusal.Invalid([new FieldFault("code", "Must be six digits.")]);
        }

        var place = await PlaceAsync(message, command, cancellationToken).ConfigureAwait(false);
        if (place is not { } found)
        {
            return new Refusal(
                RefusalKind.ResourceExhausted, "CHECK_ANSWERS_SPENT",
                "This check was answered as often as it can be; tell its originator by telephone.");
        }

        return found.Known is { } known
            ? new Decision<AnswerCheckResponse>(
                [], Reply(found.Id, ContentOf(known), CheckOf(message), isAlready: true))
            : await AnswerAsync(call, message, command, found.Id, cancellationToken).ConfigureAwait(false);
    }

    private static AnswerCheck? CommandOf(OfficerCall call, AnswerCheckRequest request)
    {
        var outcome = request.Outcome.Length == 0 ? CheckCodes.Confirmed : request.Outcome;
        var code = request.Code.Length == 0 ? null : CheckCode.Normalise(request.Code);
        return code is null && (request.Code.Length > 0 || outcome == CheckCodes.Confirmed)
            ? null
            : new AnswerCheck(call.Seat.ToActor(), outcome, code, request.DutyDesk);
    }

    // The first place that is free, or one that holds the same answer; null when all are taken by others.
    private async Task<(RecordId Id, RecordState? Known)?> PlaceAsync(
        HeldRecord message, AnswerCheck command, CancellationToken cancellationToken)
    {
        for (var place = 0; place < CheckLimits.AnswersCountMax; place++)
        {
            var id = AnswerId(message, place);
            var known = await loader.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            if (known.Header is null)
            {
                return (id, null);
            }

            var said = new CheckAnswerView(ContentOf(known));
            if (said.Outcome == command.Outcome && said.Code == (command.Code ?? ""))
            {
                return (id, known);
            }
        }

        return null;
    }

    private async Task<Outcome<Decision<AnswerCheckResponse>>> AnswerAsync(
        OfficerCall call, HeldRecord message, AnswerCheck command, RecordId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var received = new ReceivedMessage(
            message.Header, message.ContentHash, message.CaseId, message.Precedence, message.Tlp);
        var drafted = CheckAnswerDecider.Answer(
            received, CheckOf(message), command, id, self, now,
            RandomNumberGenerator.GetBytes(ReferenceNumber.RandomBytesCount));
        if (drafted.Refusal is { } refusal)
        {
            return refusal;
        }

        var draft = RecordState.Fold(drafted.Value);
        var cleared = desk.Clear(draft, new ClearRecord { Actor = command.Actor }, now);
        if (cleared.Refusal is { } uncleared)
        {
            return uncleared;
        }

        var signed = cleared.Value.Aggregate(draft, (state, happened) => state.Apply(happened));
        var released = RecordDecider.Release(
            signed,
            new ReleaseRecord { Actor = command.Actor, Grants = [ReplyDecider.GrantTo(received)] },
            await settings.OfAsync(signed, cancellationToken).ConfigureAwait(false),
            Policies.Default,
            now);
        return released.Refusal is { } unreleased
            ? unreleased
            : new Decision<AnswerCheckResponse>(
                RecordReplies.StreamsOf(
                    RecordState.Empty, id, [.. drafted.Value, .. cleared.Value, .. released.Value]),
                Reply(id, ContentOf(signed), CheckOf(message), isAlready: false))
            {
                Entries = entries.Of(
                    signed, signed.NewestCleared!, released.Value.OfType<RecordReleased>().Single()),
            };
    }

    // Derived, under a secret of the node, so that a repeat finds it and it says nothing to anyone else.
    private RecordId AnswerId(HeldRecord message, int place) =>
        new(new Guid(HMACSHA256.HashData(
            keys.SaltSecret,
            Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"cbm.exchange/check-answer\n{message.Header.Originator}\n{message.Header.RecordId}\n"
                    + $"{message.ContentHash}\n{place}"))).AsSpan(0, 16)).ToString());

    private static CheckMessageView CheckOf(HeldRecord message) =>
        new(message.View.Body.CommunicationCheck is { } check
            ? RecordSchemas.ToContent(check)
            : RecordContent.Parse("{}"));

    // One that came back after a restored backup stands in no version here (decision 0022).
    private static RecordContent ContentOf(RecordState answer) => answer.Lost?.Content ?? answer.Versions[^1].Content;

    private static AnswerCheckResponse Reply(
        RecordId id, RecordContent content, CheckMessageView check, bool isAlready)
    {
        var answer = new CheckAnswerView(content);
        return new AnswerCheckResponse
        {
            RecordId = id.Value,
            AnsweredAt = answer.At?.ToTimestamp(),
            AlreadyAnswered = isAlready,
            CodeShown = check.Groups.Contains(answer.Code),
        };
    }
}
