using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Records;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Cases;

/// <summary>Cases, and what this node's officers keep about them.</summary>
internal sealed class CaseServiceImpl(
    ReadModels models,
    CaseFinder finder,
    CaseTimelines timelines,
    CaseViews views,
    CaseDesk desk,
    EscalationDesk escalation,
    EscalationAdvices advices,
    ContactDirectory directory,
    ReadRights rights,
    ExportFooters footers,
    TimeProvider time
) : CaseService.CaseServiceBase
{
    private const string Actual = "actual";

    /// <inheritdoc/>
    public override async Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        var size = Views.PageSize(request.PageSize);
        var rows = await models.CaseMessages
            .ListAsync(QuestionOf(request, call, size + 1), context.CancellationToken).ConfigureAwait(false);
        var readable = rights.Types(call, isOwn: true).Where(IsOfCases).ToArray();
        var isKeeper = Permissions.MayKeepCase(call.Seat.Roles, readable);
        var response = new ListCasesResponse();
        response.Cases.AddRange(rows.Take(size)
            .Where(row => row.MessageCount > 0 || isKeeper).Select(row => views.Of(row, isKeeper, call)));
        response.Facts = Views.Facts(
            models.CompleteAt, response.Cases.Count, response.Cases.Select(one => one.HighestMarking));
        response.NextPageToken = rows.Length <= size
            ? ""
            : rows[size - 1].Position.Value.ToString(CultureInfo.InvariantCulture);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetCaseResponse> GetCase(GetCaseRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        var found = (await finder.FindAsync(call, request.Case, context.CancellationToken).ConfigureAwait(false))
            .OrThrow();
        var entries = await timelines.OfAsync(call, found, context.CancellationToken).ConfigureAwait(false);
        var view = views.Of(found, entries, CaseFinder.MayKeep(call, found));
        var messages = entries.Select(entry => entry.Message).OfType<CaseMessage>().ToArray();
        var response = new GetCaseResponse
        {
            Facts = Views.Facts(models.CompleteAt, entries.Length, messages.SelectMany(CaseViews.LabelsOf)),
            Footer = footers.Of(models.CompleteAt, messages.SelectMany(CaseViews.LabelsOf)),
            Case = view,
            HasOlder = found.HasOlder,
            StandingText = StandingText.NoAgreementImplied,
            Banner = found.Context is "exercise" ? "EXERCISE EXERCISE EXERCISE" : "",
        };
        response.Entries.AddRange(entries);
        return response;
    }

    /// <inheritdoc/>
    public override Task<CaseCommandReply> OpenCase(OpenCaseRequest request, ServerCallContext context) =>
        desk.OpenAsync(request, context);

    /// <inheritdoc/>
    public override Task<CaseCommandReply> CloseCase(CloseCaseRequest request, ServerCallContext context) =>
        desk.CloseAsync(request, context);

    /// <inheritdoc/>
    public override Task<CaseCommandReply> ReopenCase(ReopenCaseRequest request, ServerCallContext context) =>
        desk.ReopenAsync(request, context);

    /// <inheritdoc/>
    public override Task<CaseCommandReply> LinkRecords(LinkRecordsRequest request, ServerCallContext context) =>
        desk.LinkAsync(request, context);

    /// <inheritdoc/>
    public override Task<CaseCommandReply> AddNote(AddNoteRequest request, ServerCallContext context) =>
        desk.NoteAsync(request, context);

    /// <inheritdoc/>
    public override Task<CaseCommandReply> RecordOutOfBand(
        RecordOutOfBandRequest request, ServerCallContext context) => desk.OutOfBandAsync(request, context);

    /// <inheritdoc/>
    public override async Task<HandOverResponse> HandOver(HandOverRequest request, ServerCallContext context)
    {
        var reply = await desk.HandOverAsync(request, context).ConfigureAwait(false);
        var shown = await GetCase(new GetCaseRequest { Case = reply.CaseId }, context).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var response = new HandOverResponse
        {
            Reply = reply,
            HighestMarking = shown.Facts.HighestMarking,
            AsOf = now.ToTimestamp(),
        };
        var steps = escalation.Awaited(OfficerCall.Of(context), new CaseId(reply.CaseId)).Select(advices.Of)
            .Where(advice => advice.Timer.IsOver).Select(advice => $"{advice.Timer.Recipient}: {advice.Headline}");
        response.Lines.AddRange(HandOverText.Of(shown.Case, shown.Entries, steps, now));
        return response;
    }

    /// <inheritdoc/>
    public override Task<SuggestEscalationResponse> SuggestEscalation(
        SuggestEscalationRequest request, ServerCallContext context)
    {
        var rows = escalation.Awaited(OfficerCall.Of(context), request.Record);
        if (rows.IsEmpty)
        {
            throw RefusalStatus.ToException(Refusal.NotFound);
        }

        var response = new SuggestEscalationResponse { StandingText = EscalationAdvices.Standing };
        response.Advices.AddRange(rows.Select(advices.Of));
        response.Facts = Views.Facts(directory.AsOf, response.Advices.Count, []);
        response.Facts.FromMemory = !directory.IsLive;
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<CaseCommandReply> RecordEscalation(
        RecordEscalationRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        return desk.RunAsync(request.CommandId, request.Record, context, (found, kept) =>
        {
            var attempt = escalation.AttemptOf(escalation.Awaited(call, request.Record), request);
            return attempt.Refusal is { } refusal
                ? refusal
                : CaseDecider.Take(
                    kept,
                    new TakeEscalationStep
                    {
                        Actor = call.Seat.ToActor(), RecordTypes = found.Types, Attempt = attempt.Value,
                    },
                    Policies.Default,
                    time.GetUtcNow());
        });
    }

    /// <inheritdoc/>
    public override Task<CaseCommandReply> ArmEscalation(ArmEscalationRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        return desk.RunAsync(request.CommandId, request.Record, context, (found, kept) =>
            found.Named is not { IsOwn: true } named
                ? Refusal.NotFound
                : CaseDecider.Arm(
                    kept,
                    new ArmEscalation
                    {
                        Actor = call.Seat.ToActor(),
                        RecordTypes = found.Types,
                        Record = named.Header.RecordId,
                        StepCount = request.StepCount,
                    },
                    time.GetUtcNow()));
    }

    private CaseListQuestion QuestionOf(ListCasesRequest request, OfficerCall call, int count) =>
        new(
            rights.Types(call, isOwn: true),
            rights.Types(call, isOwn: false),
            request.Context.Length > 0 ? request.Context : Actual,
            request.ExerciseId.Length > 0 ? request.ExerciseId : null,
            request.State switch
            {
                "" or "open" => false,
                "closed" => true,
                _ => null,
            },
            long.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
                ? new LogPosition(before)
                : null,
            count);

    private static bool IsOfCases(string recordType) =>
        RecordCatalogue.Find(recordType)?.Family is RecordFamily.Message or RecordFamily.Receipt;
}
