using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lanes;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Records;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Lanes;

/// <summary>Two lanes of one case, inside this State.</summary>
internal sealed class LaneServiceImpl(
    CommandRunner commands,
    RecordReads reads,
    AttentionTable attention,
    ReadModels models,
    DeskRights desks,
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
    public override async Task<ListPoliticalAttentionResponse> ListPoliticalAttention(
        ListPoliticalAttentionRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        var newest = attention.Newest;
        var notice = await NoticesAsync(newest, context.CancellationToken).ConfigureAwait(false);
        return new ListPoliticalAttentionResponse
        {
            Facts = new ViewFacts
            {
                AsOf = tables.AsOf.ToTimestamp(), VisibleCount = newest.Length, FromMemory = !tables.IsLive,
            },
            Suggestions = { newest.Select(one => ViewOf(call, one, notice(one))) },
        };
    }

    // The suggestions stand in memory; what became of the records is asked of the readings.
    private async Task<Func<PoliticalAttentionSuggested, string>> NoticesAsync(
        ImmutableArray<PoliticalAttentionSuggested> suggested, CancellationToken cancellationToken)
    {
        try
        {
            var withdrawn = await models.Records.WithdrawnAsync(
                [.. suggested.Select(one => one.RecordId.Value).Distinct()], cancellationToken).ConfigureAwait(false);
            var notices = withdrawn.ToDictionary(
                row => (row.Header.RecordId, row.Header.Originator), RecordNotice.Of);
            return one => notices.GetValueOrDefault((one.RecordId, one.Originator), "");
        }
        catch (Exception error) when (StoreFaults.IsUnavailable(error))
        {
            return _ => "Whether it was withdrawn since is not known while the database does not answer.";
        }
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

    private LaneRecord RecordOf(RecordView view)
    {
        var content = WireBodies.Read(view.Body);
        var known = content.IsAccepted ? content.Value.Content : null;
        return new LaneRecord(
            new RecordId(view.RecordId), new Domain.ParticipantId(view.OriginatorId), view.RecordType,
            Word(known, "referenceNumber"), Word(known, "caseId"), desks.ClosedTo(view), Word(known, "precedence"));
    }

    private static string? Word(Domain.Records.RecordContent? content, string field) =>
        content?.Claims.TryGetProperty(field, out var value) == true ? value.GetString() : null;

    private static string StreamOf(PoliticalAttentionSuggested suggested) =>
        $"attention-{suggested.Originator.Value}-{suggested.RecordId.Value}";

    // Who says why of a message for one desk may say what is in it: others see that there is one.
    private PoliticalAttention ViewOf(OfficerCall call, PoliticalAttentionSuggested suggested, string notice)
    {
        var view = ViewOf(suggested);
        view.Notice = notice;
        view.ForOtherDesk = suggested.Desks is { IsEmpty: false } closed
            ? desks.Instead(call, closed, suggested.Precedence, suggested.ReferenceNumber)
            : "";
        if (view.ForOtherDesk.Length > 0)
        {
            (view.Note, view.CaseId) = ("", "");
        }

        return view;
    }

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
