using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Records;
using CbmExchange.Store.Readings;
using Grpc.Core;

namespace CbmExchange.Node.Exercises;

/// <summary>Exercises: which are known, what was put aside, what happened.</summary>
internal sealed class ExerciseServiceImpl(
    ReadModels models, ExerciseViews views, ExerciseReport report, ObserveCommand observe, NoDuffCommand noDuff,
    ReadRights rights, TimeProvider time) : ExerciseService.ExerciseServiceBase
{
    /// <summary>Exercises of one answer: more than an instance has in years.</summary>
    private const int ExercisesMax = 500;

    /// <inheritdoc/>
    public override async Task<ListExercisesResponse> ListExercises(
        ListExercisesRequest request, ServerCallContext context)
    {
        var response = new ListExercisesResponse { Banner = ExerciseBanner.For(request.Lang) };
        if (rights.MayEither(OfficerCall.Of(context), ExerciseState.RecordType))
        {
            var now = time.GetUtcNow();
            var known = await models.Exercises
                .KnownAsync(request.ExerciseId.Length == 0 ? null : request.ExerciseId, context.CancellationToken)
                .ConfigureAwait(false);
            response.Exercises.AddRange(known
                .Where(one => request.WithArchived || request.ExerciseId.Length > 0 || !IsArchived(one, now))
                .OrderBy(one => one.LastMoment)
                .Take(ExercisesMax)
                .Select(views.Of));
        }

        response.Facts = Views.Facts(models.CompleteAt, response.Exercises.Count, []);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListAsideResponse> ListAside(ListAsideRequest request, ServerCallContext context)
    {
        var size = Views.PageSize(request.PageSize);
        var rows = await models.Exercises
            .AsideAsync(
                request.ExerciseId.Length == 0 ? null : request.ExerciseId,
                rights.Types(OfficerCall.Of(context), isOwn: false), PlaceOf(request.PageToken), size + 1,
                context.CancellationToken)
            .ConfigureAwait(false);
        var response = new ListAsideResponse { Banner = ExerciseBanner.For(request.Lang) };
        response.Items.AddRange(rows.Take(size).Select(views.Of));
        response.Facts = Views.Facts(models.CompleteAt, response.Items.Count, []);
        response.NextPageToken = rows.Length <= size ? "" : Token(rows[size - 1].Place);
        return response;
    }

    /// <inheritdoc/>
    public override Task<RecordObservationResponse> RecordObservation(
        RecordObservationRequest request, ServerCallContext context) => observe.RunAsync(request, context);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> DeclareNoDuff(DeclareNoDuffRequest request, ServerCallContext context) =>
        noDuff.RunAsync(request, context);

    /// <inheritdoc/>
    public override async Task<GetExerciseReportResponse> GetExerciseReport(
        GetExerciseReportRequest request, ServerCallContext context) =>
        (await report.OfAsync(OfficerCall.Of(context), request, context.CancellationToken).ConfigureAwait(false))
            .OrThrow();

    private static bool IsArchived(ExerciseState exercise, DateTimeOffset now) =>
        exercise.PhaseAt(now) is ExercisePhases.Over or ExercisePhases.CalledOff;

    private static string Token(ReadingPlace place) =>
        string.Create(CultureInfo.InvariantCulture, $"{place.Position.Value}.{place.Ordinal}");

    private static ReadingPlace? PlaceOf(string token)
    {
        var parts = token.Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? new ReadingPlace(new LogPosition(position), ordinal)
            : null;
    }
}
