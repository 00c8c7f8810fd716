using System.Text.Json;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Records;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Readings;

/// <summary>Records of others, from the readings.</summary>
internal sealed class HeldRecords(ReadModels models, RecordViews views) : IHeldRecords
{
    /// <inheritdoc/>
    public async Task<HeldRecord?> FindAsync(string idOrReference, CancellationToken cancellationToken)
    {
        var row = await models.Records.FindHeldAsync(idOrReference, cancellationToken).ConfigureAwait(false);
        return row is null
            ? null
            : new HeldRecord(row.Header, row.ContentHash, row.Marking?.Tlp ?? "", row.Marking?.Onward ?? "",
                Text(row, "caseId"), Text(row, "precedence"), views.Of(row));
    }

    /// <inheritdoc/>
    public Task<bool> NamesAttachmentAsync(
        string sha256, string[] recordTypes, CancellationToken cancellationToken) =>
        models.Records.NamesAttachmentAsync(sha256, recordTypes, cancellationToken);

    private static string? Text(RecordRow row, string field) =>
        row.Content.Claims.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
