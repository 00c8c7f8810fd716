using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Publishing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Messaging;

/// <summary>
/// A human confirms receipt: the acknowledgement is drafted, signed and released to the originator in one append. It is
/// a fact of receipt, so no second person is needed, and it means no agreement (A/76/135 norm 13(b)).
/// </summary>
internal sealed class AcknowledgeCommand(
    CommandRunner commands,
    IHeldRecords held,
    RecordLoader loader,
    RecordDesk desk,
    ReleaseSettings settings,
    EntryMaker entries,
    NodeIdentity self,
    KeyRing keys,
    TimeProvider time
)
{
    private const string LanguageDefault = "en";

    /// <summary>Runs the call.</summary>
    public Task<AcknowledgeResponse> RunAsync(AcknowledgeRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        return commands.RunAsync(
            call,
            request.CommandId,
            () => DecideAsync(call, request, context.CancellationToken),
            context.CancellationToken
        );
    }

    private async Task<Outcome<Decision<AcknowledgeResponse>>> DecideAsync(
        OfficerCall call,
        AcknowledgeRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await held.FindAsync(request.Record, cancellationToken).ConfigureAwait(false) is not { } message)
        {
            return Refusal.NotFound;
        }

        var id = ReplyId(message, request.DutyDesk);
        var known = await loader.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        if (known.Header is not null)
        {
            return new Decision<AcknowledgeResponse>([], Reply(id, known));
        }

        var now = time.GetUtcNow();
        var received = new ReceivedMessage(
            message.Header,
            message.ContentHash,
            message.CaseId,
            message.Precedence,
            message.Tlp
        );
        var drafted = Draft(call, request, received, id, now);
        if (drafted.Refusal is { } refusal)
        {
            return refusal;
        }

        return await ReleaseAsync(call, received, id, drafted.Value, now, cancellationToken).ConfigureAwait(false);
    }

    private Outcome<ImmutableArray<IEvent>> Draft(
        OfficerCall call,
        AcknowledgeRequest request,
        ReceivedMessage message,
        RecordId id,
        DateTimeOffset now
    ) =>
        ReplyDecider.Acknowledge(
            message,
            new AcknowledgeMessage(
                call.Seat.ToActor(),
                request.DutyDesk,
                LanguageDefault,
                [.. request.IntendedNextStep.Where(text => text.Text_.Length > 0).Select(View)],
                request.ExpectedReplyBy?.ToDateTimeOffset()
            ),
            id,
            ImmutableHashSet<string>.Empty,
            self,
            Policies.Default,
            now,
            RandomNumberGenerator.GetBytes(ReferenceNumber.RandomBytesCount)
        );

    // What the desk writes without saying how binding it is, is meant.
    private static TextView View(Text text) =>
        new(
            text.Lang.Length > 0 ? text.Lang : LanguageDefault,
            text.Text_,
            text.Status.Length > 0 ? text.Status : "authoritative"
        );

    private async Task<Outcome<Decision<AcknowledgeResponse>>> ReleaseAsync(
        OfficerCall call,
        ReceivedMessage message,
        RecordId id,
        ImmutableArray<IEvent> drafted,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var draft = RecordState.Fold(drafted);
        var cleared = desk.Clear(draft, new ClearRecord { Actor = call.Seat.ToActor() }, now);
        if (cleared.Refusal is { } refusal)
        {
            return refusal;
        }

        var signed = cleared.Value.Aggregate(draft, (state, happened) => state.Apply(happened));
        var released = RecordDecider.Release(
            signed,
            new ReleaseRecord { Actor = call.Seat.ToActor(), Grants = [ReplyDecider.GrantTo(message)] },
            await settings.OfAsync(signed, cancellationToken).ConfigureAwait(false),
            Policies.Default,
            now
        );
        if (released.Refusal is { } refused)
        {
            return refused;
        }

        ImmutableArray<IEvent> events = [.. drafted, .. cleared.Value, .. released.Value];
        return new Decision<AcknowledgeResponse>(
            RecordReplies.StreamsOf(RecordState.Empty, id, events),
            Reply(id, signed)
        )
        {
            Entries = entries.Of(signed, signed.NewestCleared!, released.Value.OfType<RecordReleased>().Single()),
        };
    }

    // One acknowledgement per desk and version of a message, whoever asks and however often: the id is derived, under a
    // secret of the node, so that it says nothing to anyone else.
    private RecordId ReplyId(HeldRecord message, string desk) =>
        new(
            new Guid(
                HMACSHA256
                    .HashData(
                        keys.SaltSecret,
                        Encoding.UTF8.GetBytes(
                            $"cbm.exchange/acknowledgement\n{message.Header.Originator}\n{message.Header.RecordId}\n"
                                + $"{message.ContentHash}\n{desk}"
                        )
                    )
                    .AsSpan(0, 16)
            ).ToString()
        );

    private static AcknowledgeResponse Reply(RecordId id, RecordState acknowledgement)
    {
        var content = acknowledgement.Versions[^1].Content;
        return new AcknowledgeResponse
        {
            RecordId = id.Value,
            StandingText = StandingText.NoAgreementImplied,
            AcknowledgedAt =
                content.Claims.TryGetProperty("at", out var at) && at.TryGetDateTimeOffset(out var when)
                    ? when.ToTimestamp()
                    : null,
        };
    }
}
