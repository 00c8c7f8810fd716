using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Cases;

/// <summary>
/// Receipts that are looked for, in memory: as of the moment when the store last answered. Read anew whenever the
/// readings moved, by one reader.
/// </summary>
internal sealed class AwaitedReceipts(ReadModels models)
{
    private volatile ImmutableList<AwaitedRow> all = [];

    /// <summary>The oldest release first.</summary>
    public ImmutableList<AwaitedRow> All => all;

    /// <summary>Those of one case.</summary>
    public IEnumerable<AwaitedRow> Of(CaseId id) => all.Where(row => row.Case == id);

    /// <summary>Those that an id of a message or case, or a reference number, means.</summary>
    public IEnumerable<AwaitedRow> Named(string reference)
    {
        var wanted = reference.Trim();
        var number = ReferenceNumber.Normalise(wanted);
        return all.Where(row => row.Header.RecordId.Value == wanted || row.Case.Value == wanted
            || (number is not null && row.ReferenceNumber == number));
    }

    /// <summary>Reads them. Throws when the store does not answer; what was known stays.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) =>
        all = [.. await models.CaseMessages.AwaitedAsync(cancellationToken).ConfigureAwait(false)];
}
