using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Records;
using CbmExchange.Store;
using CbmExchange.Store.Feeds;
using CbmExchange.Store.Readings;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Feeds;

/// <summary>What regional organisations consume: every change of what was released to this participant.</summary>
internal sealed class FeedServiceImpl(
    ReadModels models, RecordViews views, ReadRights rights, DeskRights desks, IHostApplicationLifetime lifetime)
    : FeedService.FeedServiceBase
{
    private const int PageCount = 100;

    /// <inheritdoc/>
    public override async Task Subscribe(
        SubscribeRequest request,
        IServerStreamWriter<FeedItem> responseStream,
        ServerCallContext context
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken,
            lifetime.ApplicationStopping
        );
        var call = OfficerCall.Of(context);
        var place = Start(request.ResumeToken);
        Check(request);
        string[] contexts = request.Contexts.Count == 0 ? ["actual"] : [.. request.Contexts];
        try
        {
            while (true)
            {
                var applied = models.Position;
                var rows = await models
                    .Feed.AfterAsync(
                        place, TypesOf(call, request), contexts, request.ExerciseIds, PageCount, stop.Token)
                    .ConfigureAwait(false);
                foreach (var row in rows)
                {
                    place = row.Place;
                    if (rights.May(call, row.Record.Header.RecordType, row.Record.IsOwn))
                    {
                        await responseStream.WriteAsync(ItemOf(call, row), stop.Token).ConfigureAwait(false);
                    }
                }

                if (rows.Length == PageCount)
                {
                    continue;
                }

                if (request.UntilCaughtUp)
                {
                    return;
                }

                await models.WaitForMoreAsync(applied, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw RefusalStatus.ToException(
                StatusCode.Unavailable,
                "SHUTTING_DOWN",
                "This node is stopping; subscribe again with the last token."
            );
        }
    }

    private static void Check(SubscribeRequest request)
    {
        var faults = request.Contexts.DefaultIfEmpty(ContextAsked.Actual)
            .SelectMany(context => ContextAsked.FaultsOf(context, hasExercise: context == ExerciseState.Context))
            .ToList();
        if (request.Contexts.Contains(ExerciseState.Context) != request.ExerciseIds.Count > 0)
        {
            faults.Add(new FieldFault(
                "exercise_ids",
                "Name the exercises with context exercise, and only then; ListExercises has their ids."));
        }

        if (faults.Count > 0)
        {
            throw RefusalStatus.ToException(Refusal.Invalid(faults));
        }
    }

    // Asked anew for each page: a role that was taken takes effect at once.
    private string[] TypesOf(OfficerCall call, SubscribeRequest request) =>
        [
            .. rights.Types(call, isOwn: false)
                .Where(type => request.RecordTypes.Count == 0 || request.RecordTypes.Contains(type)),
        ];

    private ReadingPlace Start(string token)
    {
        if (token.Length == 0)
        {
            return ReadingPlace.Start;
        }

        var parts = token.Split('.');
        if (
            parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
        )
        {
            throw RefusalStatus.ToException(
                Refusal.Invalid([
                    new FieldFault("resumeToken", "Give the token of the last item as it was received, or nothing."),
                ])
            );
        }

        return position <= models.Position.Value
            ? new ReadingPlace(new LogPosition(position), ordinal)
            : throw RefusalStatus.ToException(
                StatusCode.OutOfRange,
                "TOKEN_AHEAD",
                "The token is ahead of this node: it may have been restored from a backup. Subscribe without a token."
            );
    }

    // When the change came about here, not when it is read: a consumer's log must not move.
    private static DateTimeOffset ChangedAt(FeedRow row) =>
        row.Change switch
        {
            "withdrawn" => row.Record.WithdrawnAt ?? row.Record.StoredAt,
            "narrowed" => row.Record.NarrowedAt ?? row.Record.StoredAt,
            "expired" => Publishing.RecordStates.EndOf(row.Record.Content) ?? row.Record.StoredAt,
            _ => row.Record.StoredAt,
        };

    private FeedItem ItemOf(OfficerCall call, FeedRow row) =>
        new()
        {
            Change = row.Change,
            Record = desks.Seen(call, views.Of(row.Record)),
            AsOf = ChangedAt(row).ToTimestamp(),
            ResumeToken = string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Place.Position.Value}.{row.Place.Ordinal}"
            ),
        };
}
