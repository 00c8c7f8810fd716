using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lanes;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Records;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Lanes;

/// <summary>Two lanes of one case, inside this State.</summary>
internal sealed class LaneServiceImpl(
    CommandRunner commands,
    RecordReads reads,
    AttentionTable attention,
    ParticipantTable participants,
    TableFollower tables,
    TimeProvider time
) : LaneService.LaneServiceBase
{
    /// <inheritdoc/>
    public override Task<SuggestPoliticalAttentionResponse> SuggestPoliticalAttention(
        SuggestPoliticalAttentionRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        return commands.RunAsync(
            call, request.CommandId, () => DecideAsync(call, request, context.CancellationToken),
            context.CancellationToken);
    }

    /// <inheritdoc/>
    public override Task<ListPoliticalAttentionResponse> ListPoliticalAttention(
        ListPoliticalAttentionRequest request, ServerCallContext context)
    {
        var newest = attention.Newest;
        return Task.FromResult(new ListPoliticalAttentionResponse
        {
            Facts = new ViewFacts
            {
                AsOf = tables.AsOf.ToTimestamp(), VisibleCount = newest.Length, FromMemory = !tables.IsLive,
            },
            Suggestions = { newest.Select(ViewOf) },
        });
    }

    private async Task<Outcome<Decision<SuggestPoliticalAttentionResponse>>> DecideAsync(
        OfficerCall call, SuggestPoliticalAttentionRequest request, CancellationToken cancellationToken)
    {
        var found = await reads.GetAsync(
            call, new GetRecordRequest { Record = request.Record }, cancellationToken).ConfigureAwait(false);
        if (found.Refusal is { } unknown)
        {
            return unknown;
        }

        // The list of suggestions is about what is actual, and nothing of an exercise is to stand in it unmarked.
        if (found.Value.Context != ContextAsked.Actual)
        {
            return new Refusal(
                RefusalKind.FailedPrecondition, "NOT_ACTUAL",
                "Only what is actual is brought to the political lane here; in an exercise say it in the exercise.");
        }

        var now = time.GetUtcNow();
        var decided = LaneDecider.Suggest(RecordOf(found.Value), call.Seat.ToActor(), request.Note, now);
        return decided.Refusal is { } refused
            ? refused
            : new Decision<SuggestPoliticalAttentionResponse>(
                [new StreamAppend(StreamOf(decided.Value), null, [decided.Value])],
                new SuggestPoliticalAttentionResponse
                {
                    RecordId = decided.Value.RecordId.Value, SuggestedAt = decided.Value.At.ToTimestamp(),
                });
    }

    private static LaneRecord RecordOf(RecordView view)
    {
        var content = WireBodies.Read(view.Body);
        return new LaneRecord(
            new RecordId(view.RecordId), new Domain.ParticipantId(view.OriginatorId), view.RecordType,
            content.IsAccepted ? Word(content.Value.Content, "referenceNumber") : null,
            content.IsAccepted ? Word(content.Value.Content, "caseId") : null);
    }

    private static string? Word(Domain.Records.RecordContent content, string field) =>
        content.Claims.TryGetProperty(field, out var value) ? value.GetString() : null;

    private static string StreamOf(PoliticalAttentionSuggested suggested) =>
        $"attention-{suggested.Originator.Value}-{suggested.RecordId.Value}";

    private PoliticalAttention ViewOf(PoliticalAttentionSuggested suggested) => new()
    {
        RecordId = suggested.RecordId.Value,
        ReferenceNumber = suggested.ReferenceNumber ?? "",
        RecordType = suggested.RecordType,
        Originator = participants.DesignatorOf(suggested.Originator),
        CaseId = suggested.CaseId ?? "",
        Note = suggested.Note,
        SuggestedAt = suggested.At.ToTimestamp(),
    };
}
