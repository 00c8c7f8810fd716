using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Library;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Records;

/// <summary>
/// What a notification's level of severity means on other scales: only as its originator declared it, in the
/// notification or in a scale that this node holds. Nothing is computed, two mappings are never chained, and where
/// several say something all of them are shown.
/// </summary>
internal sealed class SeverityMeanings(ReadModels models, RecordViews views, ReadRights rights)
{
    private const string CommonScale = "severity-common";

    /// <summary>Adds them to a view of a notification; any other view stays as it is.</summary>
    public async Task CompleteAsync(OfficerCall call, RecordView view, CancellationToken cancellationToken)
    {
        if (view.Body?.IncidentNotification?.Severity is not { Level.Length: > 0 } severity)
        {
            return;
        }

        if (severity.MappedLevel.Length > 0)
        {
            view.SeverityMeanings.Add(new SeverityMeaning
            {
                ScaleId = severity.ScaleId,
                Level = severity.Level,
                ToScale = CommonScale,
                ToLevel = severity.MappedLevel,
                DeclaredBy = view.Originator,
                SaidBy = view.Originator,
                RecordId = view.RecordId,
            });
        }

        // Scales of another participant that carries the same name are another scale.
        var originator = new Domain.ParticipantId(view.OriginatorId);
        if (severity.ScaleId.Length > 0 && rights.May(call, RecordTypes.SeverityScale, isOwn: view.HeldVersion > 0))
        {
            var scales = await models.Records
                .StandingAsync(RecordTypes.SeverityScale, originator, cancellationToken).ConfigureAwait(false);
            view.SeverityMeanings.AddRange(scales
                .Where(scale => Word(scale.Content.Claims, "scaleId") == severity.ScaleId
                    && scale.Header.Context == view.Context)
                .SelectMany(scale => Of(scale, severity.Level)));
        }
    }

    private IEnumerable<SeverityMeaning> Of(RecordRow scale, string level) =>
        Items(scale.Content.Claims, "mappings")
            .Where(mapping => Word(mapping, "fromLevel") == level)
            .Select(mapping => new SeverityMeaning
            {
                ScaleId = Word(scale.Content.Claims, "scaleId"),
                Level = level,
                ToScale = Word(mapping, "toScale"),
                ToLevel = Word(mapping, "toLevel"),
                DeclaredBy = Word(mapping, "declaredBy"),
                SaidBy = views.DesignatorOf(scale.Header.Originator),
                RecordId = scale.Header.RecordId.Value,
                LevelLabel =
                {
                    Items(scale.Content.Claims, "levels").Where(one => Word(one, "id") == level)
                        .SelectMany(one => LibraryLine.TextsOf(one, "label")),
                },
            });

    private static IEnumerable<JsonElement> Items(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string Word(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
