using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Records;
using CbmExchange.Store;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Node.Exports;

/// <summary>
/// Peer streams as files for those who check without trusting this node. Guards: only who reads everything and the
/// audit trail; asked again before each batch; the event of the export is durable before its first byte.
/// </summary>
internal sealed class ExportServiceImpl(
    StreamCopies copies, IEventStore store, ParticipantTable participants, ReadRights rights, NodeIdentity self,
    ExportFooters footers, TimeProvider time) : ExportService.ExportServiceBase, IDisposable
{
    private const string Outgoing = "out";
    private const string Incoming = "in";

    // A service is made for each call by default; this one MUST be registered as a singleton.
    private readonly SemaphoreSlim running = new(ExportLimits.ExportsMax);

    /// <inheritdoc/>
    public override async Task ExportStream(
        ExportStreamRequest request, IServerStreamWriter<ExportStreamResponse> responseStream,
        ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        if (request.Direction is not (Outgoing or Incoming))
        {
            throw ExportRefusals.Invalid("direction", "Give out (ours to them) or in (theirs to us).");
        }

        MustBeAllowed(call, request);
        if (!await running.WaitAsync(TimeSpan.Zero, context.CancellationToken).ConfigureAwait(false))
        {
            throw ExportRefusals.TooMany();
        }

        try
        {
            var stream = await StreamOfAsync(request, context.CancellationToken).ConfigureAwait(false);
            var head = await copies.HeadAsync(stream, context.CancellationToken).ConfigureAwait(false);
            await KeepAsync(call, head).ConfigureAwait(false);
            await GiveAsync(call, request, head, responseStream, context.CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            running.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => running.Dispose();

    private async Task GiveAsync(
        OfficerCall call, ExportStreamRequest request, PeerStreamHead head,
        IServerStreamWriter<ExportStreamResponse> responses, CancellationToken cancellationToken)
    {
        var first = new ExportStreamResponse
        {
            Origin = head.Stream.Origin,
            Size = head.Range.Size,
            Root = Convert.ToHexStringLower(head.Range.Root()),
        };
        await responses.WriteAsync(first, cancellationToken).ConfigureAwait(false);
        HashSet<string> labels = [];
        await foreach (var batch in copies.ReadAsync(head.Stream, head.Range.Size, cancellationToken)
            .ConfigureAwait(false))
        {
            MustBeAllowed(call, request);
            labels.UnionWith(batch.Entries.Select(LabelOf));
            var response = new ExportStreamResponse
            {
                Given = batch.FirstIndex + batch.Entries.Count,
                Batch = batch.ToByteString(),
            };
            response.Footer = response.Given >= first.Size ? footers.Of(time.GetUtcNow(), labels) : null;
            await responses.WriteAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string LabelOf(SealedEntry sealedEntry) =>
        PeerEntry.Parser.ParseFrom(sealedEntry.Entry).Marking?.Tlp ?? "";

    private void MustBeAllowed(OfficerCall call, ExportStreamRequest request)
    {
        if (!rights.MayCopyAll(call, isOwn: request.Direction == Outgoing))
        {
            throw ExportRefusals.NotYours();
        }
    }

    private async Task<PeerStreamId> StreamOfAsync(ExportStreamRequest request, CancellationToken cancellationToken)
    {
        if (participants.State.Resolve(request.Participant)?.Participant is not { } other || other == self.Participant)
        {
            throw RefusalStatus.ToException(Refusal.NotFound);
        }

        var (from, to) = request.Direction == Outgoing ? (self.Participant, other) : (other, self.Participant);
        return request.Generation > 0
            ? new PeerStreamId(from, to, request.Generation)
            : await store.PeerStreams.NewestAsync(from, to, cancellationToken).ConfigureAwait(false);
    }

    private async Task KeepAsync(OfficerCall call, PeerStreamHead head)
    {
        var exported = new StreamExported(
            call.Seat.Id, head.Stream.Originator, head.Stream.Recipient, head.Stream.Generation,
            new PeerSequence(head.Range.Size), time.GetUtcNow());
        var result = await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Metadata = new AppendMetadata { CorrelationId = call.CorrelationId, UserName = call.Seat.Id.Value },
            Streams = [new StreamAppend($"officer-{call.Seat.Id}", null, [exported])],
        }).ConfigureAwait(false);
        if (!result.IsDurable)
        {
            throw new StoreUnavailableException(
                result.Sentence ?? "The database did not take the event of the export.");
        }
    }
}
