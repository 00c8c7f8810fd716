using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Reports;

/// <summary>
/// Begins the report of a new period from the last one (domain.md §4.16). Only items that somebody looked at and
/// confirmed say again what they said; all others begin as not entered, so that nothing is repeated by default.
/// </summary>
public static class ReportForward
{
    private static readonly ImmutableHashSet<string> OfLastPeriod = ["referenceNumber", "authoredAt", "reviewBy",
        "validFrom", "validUntil", "items", "evidence", "generalRemarks", "periodFrom", "periodUntil"];

    /// <summary>
    /// The content of the new draft. Refusal: FIELDS_INVALID for items that the last report does not have.
    /// </summary>
    public static Outcome<RecordContent> Of(
        RecordContent last, string periodFrom, string periodUntil, ImmutableArray<string> confirmed)
    {
        var items = Json.List(last.Claims, "items").ToList();
        var known = items.Select(item => Json.String(item, "id")).ToHashSet(StringComparer.Ordinal);
        var faults = confirmed.Index().Where(one => !known.Contains(one.Item)).Select(one => new FieldFault(
            string.Create(CultureInfo.InvariantCulture, $"confirmedItems[{one.Index}]"),
            "Must be the id of an item of the last report.")).ToList();
        if (faults.Count > 0)
        {
            return Refusal.Invalid(faults);
        }

        var fields = new JsonObject();
        foreach (var field in last.Claims.EnumerateObject().Where(field => !OfLastPeriod.Contains(field.Name)))
        {
            fields[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        }

        fields["periodFrom"] = periodFrom;
        fields["periodUntil"] = periodUntil;
        fields["items"] = new JsonArray([.. items.Select(item => Item(item, confirmed))]);
        if (Evidence(last, confirmed) is { Count: > 0 } evidence)
        {
            fields["evidence"] = evidence;
        }

        return RecordContent.Parse(fields.ToJsonString());
    }

    private static JsonNode Item(JsonElement item, ImmutableArray<string> confirmed)
    {
        var id = Json.String(item, "id");
        if (id is null || !confirmed.Contains(id))
        {
            return new JsonObject
            {
                ["id"] = id, ["measure"] = Json.String(item, "measure"), ["status"] = "not-entered",
            };
        }

        var copy = JsonObject.Create(item)!.DeepClone().AsObject();
        copy["unchangedSinceLast"] = true;
        return copy;
    }

    private static JsonArray Evidence(RecordContent last, ImmutableArray<string> confirmed) =>
        [
            .. Json.List(last.Claims, "evidence")
                .Where(one => Json.String(one, "itemId") is { } item && confirmed.Contains(item))
                .Select(one => JsonNode.Parse(one.GetRawText())),
        ];
}
