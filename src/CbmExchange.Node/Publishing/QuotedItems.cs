using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Release;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// What binds a record that quotes items of others: their onward rule, their label, and what their originators granted
/// in reply to a request of ours. A reply that was withdrawn, or declined, grants nothing.
/// </summary>
internal sealed class QuotedItems(IHeldRecords held, ReadModels? models, TimeProvider time)
{
    /// <summary>The items of a release: what the record answers, and what the officer says that it quotes.</summary>
    public async Task<ImmutableArray<QuotedItem>> OfAsync(
        RecordState record, ImmutableArray<Quote> quotes, CancellationToken cancellationToken)
    {
        var all = record.InReplyTo is { } target ? quotes.Add(new Quote(target.RecordId, [])) : quotes;
        var items = ImmutableArray.CreateBuilder<QuotedItem>();
        foreach (var quote in all)
        {
            if (await held.FindAsync(quote.Record.Value, cancellationToken).ConfigureAwait(false) is { } found)
            {
                items.Add(new QuotedItem(found.Header.RecordId, found.Header.Originator, found.Onward)
                {
                    Tlp = found.Tlp,
                    Parts = quote.Parts,
                    Consents = await ConsentsAsync(found, cancellationToken).ConfigureAwait(false),
                });
            }
        }

        return items.ToImmutable();
    }

    // The version asked about is the one granted: of a later one nobody was asked.
    private async Task<ImmutableArray<OnwardConsent>> ConsentsAsync(
        HeldRecord item, CancellationToken cancellationToken)
    {
        // The simulation has no readings, and no State there is ever asked for permission.
        if (models is null)
        {
            return [];
        }

        var rows = await models.Records
            .PermissionsAsync(item.Header.RecordId, item.Header.Originator, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        return
        [
            .. rows.Where(row => row.ContentHash == item.ContentHash && (row.ValidUntil is not { } end || now < end))
                .Select(row => new OnwardConsent([.. row.GrantedTo], row.Parts, row.Tlp)),
        ];
    }
}
