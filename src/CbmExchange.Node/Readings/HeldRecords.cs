using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Records;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Readings;

/// <summary>Records of others, from the readings.</summary>
internal sealed class HeldRecords(ReadModels models, RecordViews views, ParticipantTable participants) : IHeldRecords
{
    /// <inheritdoc/>
    /// <remarks>
    /// Another participant may use an id or a number that it saw in somebody else's record. A number that does not
    /// begin
    /// with its originator's designator is not that originator's; an id that two use is refused, never guessed.
    /// </remarks>
    public async Task<HeldRecord?> FindAsync(string idOrReference, CancellationToken cancellationToken)
    {
        var rows = (await models.Records.FindHeldAsync(idOrReference, cancellationToken).ConfigureAwait(false))
            .Where(row => row.Header.RecordId.Value == idOrReference || IsOwnNumber(row)).ToArray();
        if (rows.Length > 1)
        {
            throw RefusalStatus.ToException(new Refusal(
                RefusalKind.FailedPrecondition, "RECORD_AMBIGUOUS",
                "More than one participant sent a record under this id; use the reference number."));
        }

        if (rows is not [var row])
        {
            return null;
        }

        var view = views.Of(row);
        var earlier = await models.Records
            .EarlierAsync(row.Header.Originator, row.Header.RecordId, cancellationToken).ConfigureAwait(false);
        view.Earlier.AddRange(earlier.Select(version => RecordViews.Of(row.Header.RecordType, version)));
        return new HeldRecord(row.Header, row.ContentHash, row.Marking?.Tlp ?? "", row.Marking?.Onward ?? "",
            Text(row, "caseId"), Text(row, "precedence"), view);
    }

    private bool IsOwnNumber(RecordRow row) => row.ReferenceNumber?.StartsWith(
        participants.DesignatorOf(row.Header.Originator) + "-", StringComparison.OrdinalIgnoreCase) == true;

    /// <inheritdoc/>
    public Task<ImmutableArray<ParticipantId>> WritersOfCaseAsync(
        string caseId, CancellationToken cancellationToken) =>
        models.CaseMessages.WritersAsync(caseId, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> NamesAttachmentAsync(
        string sha256, string[] recordTypes, CancellationToken cancellationToken) =>
        models.Records.NamesAttachmentAsync(sha256, recordTypes, cancellationToken);

    private static string? Text(RecordRow row, string field) =>
        row.Content.Claims.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
