using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Tables;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Cases;

/// <summary>
/// The case that an id or a reference number means, as far as an officer may see it. Nothing there and nothing that is
/// the officer's to read are one answer.
/// </summary>
internal sealed class CaseFinder(
    ReadModels models,
    TableFollower tables,
    ReadRights rights,
    ParticipantTable participants,
    CaseTable cases,
    TimeProvider time
)
{
    /// <summary>How long one who asks for what was just written waits for the readings.</summary>
    private static readonly TimeSpan ReadingsWaitMax = TimeSpan.FromSeconds(2);

    /// <summary>Finds it. Refusals: NOT_FOUND, RECORD_AMBIGUOUS.</summary>
    public async Task<Outcome<FoundCase>> FindAsync(
        OfficerCall call, string reference, CancellationToken cancellationToken)
    {
        var wanted = reference.Trim();
        var hits = await HitsAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (hits.Length == 0 && models.Position.Value < tables.Position.Value)
        {
            // An officer who has just sent it is not told that it is not there.
            await models.WaitForAsync(tables.Position, cancellationToken)
                .WaitAsync(ReadingsWaitMax, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            hits = await HitsAsync(wanted, cancellationToken).ConfigureAwait(false);
        }

        var ids = hits.Any(hit => hit.Case.Value == wanted)
            ? [new CaseId(wanted)]
            : hits.Select(hit => hit.Case).Distinct().ToArray();
        return ids switch
        {
            [] => Refusal.NotFound,
            [var id] => await SeenAsync(call, id, wanted, hits, cancellationToken).ConfigureAwait(false),
            _ => new Refusal(
                RefusalKind.FailedPrecondition, "RECORD_AMBIGUOUS",
                "More than one case is meant by this; use the id of the case."),
        };
    }

    private async Task<CaseHit[]> HitsAsync(string wanted, CancellationToken cancellationToken) =>
        [
            .. (await models.CaseMessages.FindAsync(wanted, cancellationToken).ConfigureAwait(false))
                .Where(hit => IsMeant(hit, wanted)),
        ];

    /// <summary>True when the officer keeps this case, and reads what others wrote about it here.</summary>
    public static bool MayKeep(OfficerCall call, FoundCase found) =>
        Permissions.MayKeepCase(call.Seat.Roles, found.Types);

    private async Task<Outcome<FoundCase>> SeenAsync(
        OfficerCall call, CaseId id, string wanted, CaseHit[] hits, CancellationToken cancellationToken)
    {
        var rows = await models.CaseMessages.MessagesAsync(id, cancellationToken).ConfigureAwait(false);
        var readable = rows.Where(row => rights.May(call, row.Header.RecordType, row.IsOwn)).ToImmutableArray();
        var found = new FoundCase(
            id, KeptOf(id, rows), readable, [.. rows.Select(row => row.Header.RecordType).Distinct()],
            id.Value == wanted && !hits.Any(hit => hit.Record?.RecordId.Value == wanted)
                ? null
                : readable.LastOrDefault(row => IsNamed(row, wanted)))
        {
            HasOlder = rows.Length == CaseMessageReader.MessagesCountMax,
        };
        var isThere = id.Value == wanted
            ? !readable.IsEmpty || (rows.IsEmpty && MayKeep(call, found))
            : found.Named is not null;
        return isThere ? found : Refusal.NotFound;
    }

    // A message whose case was its own id has taken along what was kept under it.
    private CaseId KeptOf(CaseId id, ImmutableArray<CaseMessageRow> rows) =>
        cases.Of(id).Version.Value > 0
            ? id
            : rows.Select(row => new CaseId(row.Header.RecordId.Value))
                .FirstOrDefault(other => cases.Of(other).Version.Value > 0, id);

    private bool IsMeant(CaseHit hit, string wanted) =>
        hit.Case.Value == wanted
        || hit.Record?.RecordId.Value == wanted
        || (hit.Record is { } record && IsOwnNumber(record.Originator, hit.ReferenceNumber, wanted));

    private bool IsNamed(CaseMessageRow row, string wanted) =>
        row.Header.RecordId.Value == wanted || IsOwnNumber(row.Header.Originator, row.ReferenceNumber, wanted);

    private bool IsOwnNumber(ParticipantId originator, string? number, string wanted) =>
        number is not null
        && number == (ReferenceNumber.Normalise(wanted) ?? wanted.ToUpperInvariant())
        && number.StartsWith(participants.DesignatorOf(originator) + "-", StringComparison.OrdinalIgnoreCase);
}
