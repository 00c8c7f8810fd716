using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Records;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Google.Protobuf.WellKnownTypes;
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
    NodeIdentity self,
    ReadRights rights,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : MessagingService.MessagingServiceBase
{
    /// <inheritdoc/>
    public override async Task<ListInboxResponse> ListInbox(ListInboxRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        var size = Views.PageSize(request.PageSize);
        var found = await models
            .Cases.InboxAsync(
                request.OnlyUnacknowledged, Types(call), PlaceOf(request.PageToken), size + 1,
                context.CancellationToken)
            .ConfigureAwait(false);
        var rows = found.Take(size).ToArray();
        var response = new ListInboxResponse();
        response.Items.AddRange(rows.Select(ItemOf));
        response.Facts = Views.Facts(models.CompleteAt, [.. response.Items.Select(item => item.Record)]);
        response.NextPageToken =
            found.Length <= size
                ? ""
                : string.Create(CultureInfo.InvariantCulture, 
                    $"{rows[^1].PrecedenceRank}.{rows[^1].Place.Position.Value}.{rows[^1].Place.Ordinal}");
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
            await WriteOpenAsync(call, start, responseStream, stop.Token).ConfigureAwait(false);
            var place = ReadingPlace.After(start);
            while (true)
            {
                var applied = models.Position;
                var rows = await models.Cases.ArrivedAfterAsync(place, Types(call), stop.Token).ConfigureAwait(false);
                foreach (var row in rows)
                {
                    place = row.Place;
                    if (MayRead(call, row))
                    {
                        await responseStream.WriteAsync(ItemOf(row), stop.Token).ConfigureAwait(false);
                    }
                }

                if (rows.Length < RecordReader.PageCountMax)
                {
                    await models.WaitForMoreAsync(applied, stop.Token).ConfigureAwait(false);
                }
            }
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
        response.Recipients.AddRange(rows.Select(views.Of));
        foreach (var recipient in response.Recipients)
        {
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
        OfficerCall call,
        LogPosition until, IServerStreamWriter<InboxItem> responseStream, CancellationToken cancellationToken)
    {
        (int Rank, ReadingPlace Place)? after = null;
        while (true)
        {
            var open = await models.Cases
                .InboxAsync(true, Types(call), after, RecordReader.PageCountMax, cancellationToken)
                .ConfigureAwait(false);
            foreach (var row in open)
            {
                after = (row.PrecedenceRank, row.Place);
                if (row.Place.Position.Value <= until.Value && MayRead(call, row))
                {
                    await responseStream.WriteAsync(ItemOf(row), cancellationToken).ConfigureAwait(false);
                }
            }

            if (open.Length < RecordReader.PageCountMax)
            {
                return;
            }
        }
    }

    private InboxItem ItemOf(InboxRow row)
    {
        var record = views.Of(row.Record);
        var precedence = Precedence(row.PrecedenceRank);
        return new InboxItem
        {
            Record = record,
            Headline =
                $"{record.Context.ToUpperInvariant()} {precedence.ToUpperInvariant()} from {record.Originator}, "
                    + $"{record.SignatureState}",
            StoredAt = row.StoredAt.ToTimestamp(),
            AcknowledgedAt = row.AcknowledgedAt?.ToTimestamp(),
            AcknowledgedByDesk = row.DutyDesk ?? "",
            Timer =
                row.AcknowledgedAt is null && IsTimed(row.Record)
                    ? Timer(precedence, row.StoredAt)
                    : "",
            StandingText = StandingText.NoAgreementImplied,
        };
    }

    // Who is told for information is not looked for (domain.md §4.8).
    private bool IsTimed(RecordRow row) =>
        RecordCatalogue.Find(row.Header.RecordType) is { IsReceiptTimed: true }
        && Addressing.RoleOf(row.Content, self.Participant) == Addressing.Action;

    private string Timer(string precedence, DateTimeOffset storedAt)
    {
        var due = storedAt + Policies.Default.HumanReceiptWithin[precedence];
        var left = due - time.GetUtcNow();
        return left > TimeSpan.Zero
            ? $"receipt due in {Math.Ceiling(left.TotalMinutes).ToString(CultureInfo.InvariantCulture)} min"
            : $"receipt was due at {due.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}Z";
    }

    private static string Precedence(int rank) =>
        rank switch
        {
            3 => "flash",
            2 => "immediate",
            1 => "priority",
            _ => "routine",
        };

    private static (int Rank, ReadingPlace Place)? PlaceOf(string token)
    {
        var parts = token.Split('.');
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? (rank, new ReadingPlace(new LogPosition(position), ordinal))
            : null;
    }
}
