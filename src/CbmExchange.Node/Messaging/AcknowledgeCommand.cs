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
using CbmExchange.Node.Contacts;
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
    ReplyRelease release,
    NodeIdentity self,
    KeyRing keys,
    DeskRights desks,
    TimeProvider time
)
{
    private const string LanguageDefault = "en";

    // No desk has this name: a name of a desk has no line breaks.
    private const string FirstOfAnyDesk = "\n";

    /// <summary>
    /// Deciding again after another officer was first: the next decision finds that one's acknowledgement, so that one
    /// more try is enough for two officers; more of them at the same moment take one each.
    /// </summary>
    private const int TriesMax = 5;

    /// <summary>
    /// Runs the call. Of officers who acknowledge at the same moment one is first, since all of them write the same
    /// stream at the same version; the others are told so.
    /// </summary>
    public async Task<AcknowledgeResponse> RunAsync(AcknowledgeRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await commands.RunAsync(
                    call,
                    request.CommandId,
                    () => DecideAsync(call, request, context.CancellationToken),
                    context.CancellationToken
                ).ConfigureAwait(false);
            }
            catch (RpcException other) when (other.StatusCode == StatusCode.Aborted && attempt < TriesMax)
            {
                // Another officer was first; decided again below on what that one wrote.
            }
        }
    }

    private async Task<Outcome<Decision<AcknowledgeResponse>>> DecideAsync(
        OfficerCall call,
        AcknowledgeRequest request,
        CancellationToken cancellationToken
    )
    {
        var found = await MessageAsync(call, request.Record, cancellationToken).ConfigureAwait(false);
        if (found.Refusal is { } hidden)
        {
            return hidden;
        }

        var message = found.Value;
        var command = CommandOf(call, request);
        var (id, known) = await PlaceAsync(message, command, cancellationToken).ConfigureAwait(false);
        if (known is not null)
        {
            return new Decision<AcknowledgeResponse>([], Reply(id, known, isAlready: true));
        }

        var now = time.GetUtcNow();
        var received = new ReceivedMessage(
            message.Header,
            message.ContentHash,
            message.CaseId,
            message.Precedence,
            message.Tlp
        );
        var drafted = Draft(command, received, id, now);
        if (drafted.Refusal is { } refusal)
        {
            return refusal;
        }

        return await ReleaseAsync(call, received, id, drafted.Value, now, cancellationToken).ConfigureAwait(false);
    }

    // A message outside the officer's lane is answered like one that is not there.
    private async Task<Outcome<HeldRecord>> MessageAsync(
        OfficerCall call, string record, CancellationToken cancellationToken)
    {
        var message = await held.FindMeantAsync(record, cancellationToken).ConfigureAwait(false);
        return message is null || !ReadRights.May(call.Seat.Roles, message.Header.RecordType, isOwn: false)
            ? Refusal.NotFound
            : DeskRights.IsEmptied(desks.Seen(call, message.View)) ? DeskRights.ForOtherDesk : message;
    }

    private Outcome<ImmutableArray<IEvent>> Draft(
        AcknowledgeMessage command,
        ReceivedMessage message,
        RecordId id,
        DateTimeOffset now
    ) =>
        ReplyDecider.Acknowledge(
            message,
            command,
            id,
            ImmutableHashSet<string>.Empty,
            self,
            Policies.Default,
            now,
            RandomNumberGenerator.GetBytes(ReferenceNumber.RandomBytesCount)
        );

    private static AcknowledgeMessage CommandOf(OfficerCall call, AcknowledgeRequest request) =>
        new(
            call.Seat.ToActor(),
            request.DutyDesk,
            LanguageDefault,
            [.. request.IntendedNextStep.Where(text => text.Text_.Length > 0).Select(View)],
            request.ExpectedReplyBy?.ToDateTimeOffset()
        );

    // The id under which this desk would acknowledge; with a record when nothing is to be sent: that was done before.
    private async Task<(RecordId Id, RecordState? Known)> PlaceAsync(
        HeldRecord message, AcknowledgeMessage command, CancellationToken cancellationToken)
    {
        var ofDesk = ReplyId(message, command.DutyDesk);
        if (await KnownAsync(ofDesk, cancellationToken).ConfigureAwait(false) is { } own)
        {
            return (ofDesk, own);
        }

        var ofMessage = ReplyId(message, FirstOfAnyDesk);
        if (await KnownAsync(ofMessage, cancellationToken).ConfigureAwait(false) is not { } first)
        {
            return (ofMessage, null);
        }

        return new ReplyView(ContentOf(first)).IsAddedToBy(command)
            ? (ofDesk, null)
            : (ofMessage, first);
    }

    private async Task<RecordState?> KnownAsync(RecordId id, CancellationToken cancellationToken)
    {
        var known = await loader.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        return known.Header is null ? null : known;
    }

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
        var sent = await release.OfAsync(call, message, drafted, now, cancellationToken).ConfigureAwait(false);
        return sent.Refusal is { } refusal
            ? refusal
            : new Decision<AcknowledgeResponse>(
                RecordReplies.StreamsOf(RecordState.Empty, id, sent.Value.Events),
                Reply(id, sent.Value.Signed, isAlready: false)
            )
            {
                Entries = sent.Value.Entries,
            };
    }

    // One first acknowledgement per version of a message, and one per desk that adds to it, whoever asks and however
    // often: the id is derived, under a secret of the node, so that it says nothing to anyone else.
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

    // One that came back after a restored backup stands in no version here (decision 0022).
    private static RecordContent ContentOf(RecordState acknowledgement) =>
        acknowledgement.Lost?.Content ?? acknowledgement.Versions[^1].Content;

    private static AcknowledgeResponse Reply(RecordId id, RecordState acknowledgement, bool isAlready)
    {
        var content = new ReplyView(ContentOf(acknowledgement));
        return new AcknowledgeResponse
        {
            RecordId = id.Value,
            StandingText = StandingText.NoAgreementImplied,
            AcknowledgedAt = content.At?.ToTimestamp(),
            AcknowledgedByDesk = content.DutyDesk ?? "",
            AlreadyAcknowledged = isAlready,
        };
    }
}
