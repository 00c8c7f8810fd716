using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Records;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Messaging;

/// <summary>The inbox, what is acknowledged, and what is known about own messages.</summary>
internal sealed class MessagingServiceImpl(
    ReadModels models,
    RecordViews views,
    ReceiptFacts receipts,
    AcknowledgeCommand acknowledge,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : MessagingService.MessagingServiceBase
{
    /// <inheritdoc/>
    public override async Task<ListInboxResponse> ListInbox(ListInboxRequest request, ServerCallContext context)
    {
        var size = Views.PageSize(request.PageSize);
        var rows = await models
            .Cases.InboxAsync(request.OnlyUnacknowledged, PlaceOf(request.PageToken), size, context.CancellationToken)
            .ConfigureAwait(false);
        var response = new ListInboxResponse();
        response.Items.AddRange(rows.Select(ItemOf));
        response.Facts = Views.Facts(time.GetUtcNow(), [.. response.Items.Select(item => item.Record)]);
        response.NextPageToken =
            rows.Length < size
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"{rows[^1].PrecedenceRank}.{rows[^1].Position.Value}");
        return response;
    }

    /// <inheritdoc/>
    public override async Task WatchInbox(
        WatchInboxRequest request,
        IServerStreamWriter<InboxItem> responseStream,
        ServerCallContext context
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken,
            lifetime.ApplicationStopping
        );
        try
        {
            var place = models.Position;
            var open = await models
                .Cases.InboxAsync(true, null, Views.PageSize(int.MaxValue), stop.Token)
                .ConfigureAwait(false);
            foreach (var row in open.Where(row => row.Position.Value <= place.Value))
            {
                await responseStream.WriteAsync(ItemOf(row), stop.Token).ConfigureAwait(false);
            }

            while (true)
            {
                await models.WaitForMoreAsync(place, stop.Token).ConfigureAwait(false);
                var until = models.Position;
                foreach (var row in await models.Cases.ArrivedAfterAsync(place, stop.Token).ConfigureAwait(false))
                {
                    await responseStream.WriteAsync(ItemOf(row), stop.Token).ConfigureAwait(false);
                    until = row.Position.Value > until.Value ? row.Position : until;
                }

                place = until;
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
    public override async Task<GetReceiptsResponse> GetReceipts(GetReceiptsRequest request, ServerCallContext context)
    {
        var own =
            await models.Records.FindOwnAsync(request.Record, context.CancellationToken).ConfigureAwait(false)
            ?? throw RefusalStatus.ToException(Refusal.NotFound);
        var rows = await models
            .Records.RecipientsAsync(own.Header.RecordId, context.CancellationToken)
            .ConfigureAwait(false);
        var response = new GetReceiptsResponse
        {
            RecordId = own.Header.RecordId.Value,
            ReferenceNumber = own.Working.Claims.TryGetProperty("referenceNumber", out var number)
                ? number.GetString() ?? ""
                : "",
            StandingText = rows.All(row => row.AcknowledgedAt is not null)
                ? StandingText.NoAgreementImplied
                : $"Where nothing stands, {StandingText.NoReplyRecorded} so far; this is not a judgement.",
        };
        response.Recipients.AddRange(rows.Select(views.Of));
        foreach (var recipient in response.Recipients)
        {
            receipts.Complete(own.Header.RecordId, recipient);
        }

        response.Facts = Views.Facts(time.GetUtcNow(), rows.Length, rows.Select(row => row.Marking.Tlp));
        return response;
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
                row.AcknowledgedAt is null && record.RecordType == RecordTypes.IncidentNotification
                    ? Timer(precedence, row.StoredAt)
                    : "",
            StandingText = StandingText.NoAgreementImplied,
        };
    }

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

    private static (int Rank, LogPosition Position)? PlaceOf(string token)
    {
        var parts = token.Split('.');
        return
            parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? (rank, new LogPosition(position))
            : null;
    }
}
