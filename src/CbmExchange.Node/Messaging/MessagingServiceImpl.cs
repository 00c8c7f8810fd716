using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Node.Cases;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Records;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Grpc.Core;

namespace CbmExchange.Node.Messaging;

/// <summary>The inbox, what is acknowledged, and what is known about own messages.</summary>
internal sealed class MessagingServiceImpl(
    ReadModels models,
    RecordViews views,
    ReceiptFacts receipts,
    AcknowledgeCommand acknowledge,
    RespondCommand respond,
    ConversationReads conversations,
    InboxQuestions questions,
    InboxItems items,
    SealedMessages sealedMessages,
    ReadRights rights,
    CaseTimers timers,
    IHostApplicationLifetime lifetime
) : MessagingService.MessagingServiceBase
{
    /// <inheritdoc/>
    public override async Task<ListInboxResponse> ListInbox(ListInboxRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        var size = Views.PageSize(request.PageSize);
        var question = await questions.OfAsync(
            Types(call), request.Context, request.ExerciseId, context.CancellationToken)
            .ConfigureAwait(false);
        var found = await models
            .Cases.InboxAsync(
                question with
                {
                    OnlyUnacknowledged = request.OnlyUnacknowledged,
                    After = InboxTokens.Read(request.PageToken),
                },
                size + 1, context.CancellationToken)
            .ConfigureAwait(false);
        var rows = found.Take(size).ToArray();
        var response = new ListInboxResponse();
        response.Items.AddRange(rows.Select(row => items.Of(call, row, request.Lang)));
        if (request.PageToken.Length == 0)
        {
            response.SealedMessages.AddRange(await sealedMessages
                .ReadAsync(call, context.CancellationToken).ConfigureAwait(false));
        }

        response.Facts = Views.Facts(models.CompleteAt, [.. response.Items.Select(item => item.Record)]);
        response.NextPageToken = found.Length <= size ? "" : InboxTokens.Write(rows[^1].InboxPlace);
        return response;
    }

    /// <inheritdoc/>
    public override async Task WatchInbox(
        WatchInboxRequest request,
        IServerStreamWriter<InboxItem> responseStream,
        ServerCallContext context
    )
    {
        var call = OfficerCall.Of(context);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken,
            lifetime.ApplicationStopping
        );
        try
        {
            var start = models.Position;
            await WriteOpenAsync(call, request, start, responseStream, stop.Token).ConfigureAwait(false);
            await FollowAsync(call, request, start, responseStream, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw RefusalStatus.ToException(
                StatusCode.Unavailable,
                "SHUTTING_DOWN",
                "This node is stopping; watch again."
            );
        }
    }

    /// <inheritdoc/>
    public override Task<AcknowledgeResponse> Acknowledge(AcknowledgeRequest request, ServerCallContext context) =>
        acknowledge.RunAsync(request, context);

    /// <inheritdoc/>
    public override Task<RespondResponse> Respond(RespondRequest request, ServerCallContext context) =>
        respond.RunAsync(request, context);

    /// <inheritdoc/>
    public override async Task<GetReceiptsResponse> GetReceipts(GetReceiptsRequest request, ServerCallContext context)
    {
        var own = await models.Records.FindOwnAsync(request.Record, context.CancellationToken).ConfigureAwait(false);
        if (own is null || !rights.May(OfficerCall.Of(context), own.Header.RecordType, isOwn: true))
        {
            throw RefusalStatus.ToException(Refusal.NotFound);
        }

        var rows = await models
            .Records.RecipientsAsync(own.Header.RecordId, context.CancellationToken)
            .ConfigureAwait(false);
        var response = new GetReceiptsResponse
        {
            RecordId = own.Header.RecordId.Value,
            ReferenceNumber = own.Working.Claims.TryGetProperty("referenceNumber", out var number)
                ? number.GetString() ?? ""
                : "",
            StandingText = rows.All(row => row.Receipts.IsAnsweredByPerson)
                ? StandingText.NoAgreementImplied
                : $"Where nothing stands, {StandingText.NoReplyRecorded} so far; this is not a judgement.",
        };

        // What is awaited is folded apart from what was answered, and may be a moment behind it.
        var answered = rows.Where(row => row.Receipts.IsAnsweredByPerson).Select(row => row.Participant).ToHashSet();
        response.Timers.AddRange(timers.OfRecord(own.Header.RecordId, answered));
        response.Recipients.AddRange(rows.Select(views.Of));
        foreach (var recipient in response.Recipients)
        {
            ReceiptFacts.Time(recipient, response.Timers);
            receipts.Complete(own.Header.RecordId, recipient);
        }

        response.Recipients.AddRange(
            await receipts.LeavingAsync(own.Header.RecordId, context.CancellationToken).ConfigureAwait(false));
        response.Conversations.AddRange(
            await conversations.OfOwnAsync(own.Header, rows, context.CancellationToken).ConfigureAwait(false));
        response.Facts = Views.Facts(models.CompleteAt, rows.Length, rows.Select(row => row.Marking.Tlp));
        return response;
    }

    private string[] Types(OfficerCall call) => rights.Types(call, isOwn: false);

    private bool MayRead(OfficerCall call, InboxRow row) =>
        rights.May(call, row.Record.Header.RecordType, isOwn: false);

    private async Task WriteOpenAsync(
        OfficerCall call, WatchInboxRequest request, LogPosition until,
        IServerStreamWriter<InboxItem> responseStream, CancellationToken cancellationToken)
    {
        var question = await QuestionAsync(call, request, cancellationToken).ConfigureAwait(false)
            with { OnlyUnacknowledged = true };
        while (true)
        {
            var open = await models.Cases
                .InboxAsync(question, RecordReader.PageCountMax, cancellationToken)
                .ConfigureAwait(false);
            foreach (var row in open)
            {
                question = question with { After = row.InboxPlace };
                if (row.Place.Position.Value <= until.Value && MayRead(call, row))
                {
                    await responseStream.WriteAsync(items.Of(call, row, request.Lang), cancellationToken)
                        .ConfigureAwait(false);
                }
            }

            if (open.Length < RecordReader.PageCountMax)
            {
                return;
            }
        }
    }

    private async Task FollowAsync(
        OfficerCall call, WatchInboxRequest request, LogPosition start,
        IServerStreamWriter<InboxItem> responseStream, CancellationToken cancellationToken)
    {
        var place = ReadingPlace.After(start);
        var written = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var applied = models.Position;
            await sealedMessages.WriteNewAsync(call, written, responseStream, cancellationToken).ConfigureAwait(false);
            // Asked anew for each page: a role that was taken, an exercise that ended take effect at once.
            var question = await QuestionAsync(call, request, cancellationToken).ConfigureAwait(false);
            var rows = await models.Cases.ArrivedAfterAsync(place, question, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                place = row.Place;
                if (MayRead(call, row))
                {
                    await responseStream.WriteAsync(items.Of(call, row, request.Lang), cancellationToken)
                        .ConfigureAwait(false);
                }
            }

            if (rows.Length < RecordReader.PageCountMax)
            {
                await models.WaitForMoreAsync(applied, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<InboxQuestion> QuestionAsync(
        OfficerCall call, WatchInboxRequest request, CancellationToken cancellationToken) =>
        questions.OfAsync(Types(call), request.Context, request.ExerciseId, cancellationToken);
}
