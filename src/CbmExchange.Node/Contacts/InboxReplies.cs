using System.Collections.Concurrent;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Contacts;

/// <summary>
/// When each participant last acknowledged or answered a message of this node: real use of its node inbox (domain.md
/// §4.7), in an exercise or a test too, since somebody was there (§4.14). By this node's clock.
/// </summary>
internal sealed class InboxReplies(ReadModels models)
{
    private static readonly string[] Types = [RecordTypes.Acknowledgement, RecordTypes.Response];

    private readonly ConcurrentDictionary<ParticipantId, DateTimeOffset> last = [];
    private readonly Dictionary<string, ReadingPlace> loaded = [];

    /// <summary>Null when never.</summary>
    public DateTimeOffset? LastOf(ParticipantId participant) =>
        last.TryGetValue(participant, out var at) ? at : null;

    /// <summary>Reads what came since it was read last. One reader at a time.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var type in Types)
        {
            await LoadAsync(type, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LoadAsync(string type, CancellationToken cancellationToken)
    {
        while (true)
        {
            var place = loaded.GetValueOrDefault(type, ReadingPlace.Start);
            var rows = await models.Records.ChangedAfterAsync(type, place, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                Take(row);
                loaded[type] = row.Place;
            }

            if (rows.Length == 0)
            {
                return;
            }
        }
    }

    private void Take(RecordRow row)
    {
        if (!row.IsOwn)
        {
            last.AddOrUpdate(
                row.Header.Originator, row.StoredAt, (_, known) => known > row.StoredAt ? known : row.StoredAt);
        }
    }
}
