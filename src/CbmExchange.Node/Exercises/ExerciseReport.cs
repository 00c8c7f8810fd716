using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using CbmExchange.Store.Exercises;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Exercises;

/// <summary>
/// The after-action timeline of one exercise, from what the log says: what this node sent and what came of it, what it
/// received, what its controllers saw. Facts with their times, and no word about how anybody did.
/// </summary>
internal sealed class ExerciseReport(
    ReadModels models, ExerciseViews views, ObservationTable observations, ParticipantTable participants,
    NodeIdentity self, ReadRights rights, ExportFooters footers)
{
    /// <summary>Lines of one report.</summary>
    private const int LinesMax = 10_000;

    /// <summary>The report, or not found: not announced here, or not the caller's to read.</summary>
    public async Task<Outcome<GetExerciseReportResponse>> OfAsync(
        OfficerCall call, GetExerciseReportRequest request, CancellationToken cancellationToken)
    {
        var known = request.ExerciseId.Length == 0 || !rights.MayEither(call, ExerciseState.RecordType)
            ? []
            : await models.Exercises.KnownAsync(request.ExerciseId, cancellationToken).ConfigureAwait(false);
        if (known.IsEmpty)
        {
            return Refusal.NotFound;
        }

        var response = new GetExerciseReportResponse { Banner = ExerciseBanner.For(request.Lang) };
        response.Exercises.AddRange(known.Select(views.Of));
        var (lines, labels) = await LinesAsync(call, request, cancellationToken).ConfigureAwait(false);
        response.Lines.AddRange(lines.OrderBy(line => line.At.ToDateTimeOffset()).Take(LinesMax));
        response.IsCut = lines.Count > LinesMax;
        response.AsideCount = await models.Exercises
            .AsideCountAsync(request.ExerciseId, rights.Types(call, isOwn: false), cancellationToken)
            .ConfigureAwait(false);
        response.Facts = Views.Facts(models.CompleteAt, response.Lines.Count, labels);
        response.Footer = footers.Of(models.CompleteAt, labels);
        return response;
    }

    private async Task<(List<ReportLine> Lines, string[] Labels)> LinesAsync(
        OfficerCall call, GetExerciseReportRequest request, CancellationToken cancellationToken)
    {
        var records = (await models.Exercises.RecordsAsync(request.ExerciseId, LinesMax + 1, cancellationToken)
            .ConfigureAwait(false)).Where(row => rights.May(call, row.Header.RecordType, row.IsOwn)).ToArray();
        var lines = new List<ReportLine>();
        foreach (var row in records)
        {
            lines.AddRange(LinesOf(row, request.Lang));
            if (row.IsOwn)
            {
                var given = await models.Records.RecipientsAsync(row.Header.RecordId, cancellationToken)
                    .ConfigureAwait(false);
                lines.AddRange(given.SelectMany(one => LinesOf(row, one, request.Lang)));
            }
        }

        var own = records.Where(row => row.IsOwn).ToDictionary(row => row.Header.RecordId);
        lines.AddRange(observations.OfExercise(request.ExerciseId)
            .Where(seen => own.ContainsKey(seen.Inject))
            .Select(seen => With(
                Line(own[seen.Inject], "observed", seen.ObservedAt, request.Lang), self.Participant, seen.Player,
                seen.Observed)));
        return (lines, [.. records.Select(row => row.Marking?.Tlp ?? "").Distinct()]);
    }

    private IEnumerable<ReportLine> LinesOf(RecordRow row, string lang)
    {
        var who = row.Header.Originator;
        var at = row.IsOwn ? row.ReleasedAt : row.StoredAt;
        if (!row.IsOwn)
        {
            yield return With(Line(row, WordOf(row), at, lang), who, self.Participant, DetailOf(row, lang));
        }
        else if (WordOf(row) != "received")
        {
            yield return With(Line(row, WordOf(row), at, lang), who, null, DetailOf(row, lang));
        }

        if (row.WithdrawnAt is { } withdrawnAt)
        {
            yield return With(
                Line(row, "withdrawn", withdrawnAt, lang), who, null, RecordNotice.CopiesElsewhere);
        }
    }

    private IEnumerable<ReportLine> LinesOf(RecordRow row, RecipientRow given, string lang)
    {
        var (us, them) = (self.Participant, given.Participant);
        yield return With(Line(row, "sent", given.ReleasedAt, lang), us, them, "");
        if (given.DeliveredAt is { } delivered)
        {
            yield return With(Line(row, "delivered", delivered, lang), them, us, "");
        }

        if (given.AcknowledgedAt is { } acknowledged)
        {
            yield return With(Line(row, "acknowledged", acknowledged, lang), them, us, given.DutyDesk ?? "");
        }

        foreach (var answer in given.Answers)
        {
            yield return With(Line(row, answer.Standing, answer.At, lang), them, us, "");
        }
    }

    private ReportLine With(ReportLine line, ParticipantId who, ParticipantId? toWhom, string detail)
    {
        line.Who = participants.DesignatorOf(who);
        line.ToWhom = toWhom is { } one ? participants.DesignatorOf(one) : "";
        line.Detail = detail;
        return line;
    }

    private static ReportLine Line(RecordRow row, string what, DateTimeOffset at, string lang) => new()
    {
        At = at.ToTimestamp(),
        What = what,
        RecordId = row.Header.RecordId.Value,
        ReferenceNumber = row.ReferenceNumber ?? "",
        RecordType = row.Header.RecordType,
        Subject = Best(TextView.AllOf(row.Content, "subject"), lang),
    };

    // A director's record and notices are told as what they bring about.
    private static string WordOf(RecordRow row) => row.Header.RecordType switch
    {
        ExerciseState.RecordType => "announced",
        ExerciseNotice.RecordType => ExerciseNotice.Of(row.Header, row.Content, default)?.Kind switch
        {
            ExerciseNotice.Pause => "paused",
            ExerciseNotice.Resume => "resumed",
            ExerciseNotice.EndEarly => "ended",
            ExerciseNotice.NoDuff => "no-duff",
            _ => "received",
        },
        _ => "received",
    };

    private static string DetailOf(RecordRow row, string lang) =>
        row.Header.RecordType == ExerciseNotice.RecordType ? Best(TextView.AllOf(row.Content, "reason"), lang) : "";

    private static string Best(ImmutableArray<TextView> texts, string lang) =>
        TextView.Best(texts, lang.Length > 0 ? lang : "en");
}
