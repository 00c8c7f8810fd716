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

    /// <summary>
    /// Those of the message that an id or a reference number means; where it means none, of the case with this id.
    /// </summary>
    public IEnumerable<AwaitedRow> Named(string reference)
    {
        var (wanted, now) = (reference.Trim(), all);
        var number = ReferenceNumber.Normalise(wanted);
        var ofMessage = now.Where(row => row.Header.RecordId.Value == wanted
            || (number is not null && row.ReferenceNumber == number)).ToArray();
        return ofMessage.Length > 0 ? ofMessage : now.Where(row => row.Case.Value == wanted);
    }

    /// <summary>Reads them. Throws when the store does not answer; what was known stays.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) =>
        all = [.. await models.CaseMessages.AwaitedAsync(cancellationToken).ConfigureAwait(false)];
}
