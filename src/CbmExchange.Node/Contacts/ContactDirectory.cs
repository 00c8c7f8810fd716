using System.Collections.Concurrent;
using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Contacts;

/// <summary>
/// Every contact that this node holds or published, in memory, so that "whom do I call" is answered while PostgreSQL
/// and every peer are down; then as of the moment when the store last answered (design D3).
/// </summary>
internal sealed partial class ContactDirectory(
    ReadModels models,
    TableFollower tables,
    VerificationTable verifications,
    ParticipantTable participants,
    TimeProvider time,
    ILogger<ContactDirectory> log)
{
    /// <summary>Wait before a store that did not answer is asked again.</summary>
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    /// <summary>State of a row that nobody is shown any more.</summary>
    public const string Withdrawn = "withdrawn";

    private readonly ConcurrentDictionary<ParticipantId, ContactShelf> shelves = [];
    private readonly InboxReplies replies = new(models);
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;
    private ReadingPlace loaded = ReadingPlace.Start;

    private volatile bool hasStore = true;

    /// <summary>When the store last answered that the directory is complete.</summary>
    public DateTimeOffset AsOf => models.CompleteAt;

    /// <summary>False while the store does not answer.</summary>
    public bool IsLive => hasStore && models.IsLive && tables.IsLive;

    /// <summary>Loads what there is, then follows until stopped.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken).ConfigureAwait(false);
        running = Task.Run(FollowAsync, CancellationToken.None);
    }

    /// <summary>Contacts of one participant as of one moment, withdrawn ones not among them.</summary>
    public ImmutableArray<HeldContact> Of(ParticipantId participant) =>
        shelves.TryGetValue(participant, out var shelf) ? shelf.All : [];

    /// <summary>Contacts of everybody.</summary>
    public IEnumerable<HeldContact> All => shelves.Values.SelectMany(shelf => shelf.All);

    /// <summary>A contact as Domain decides on it, with all that is known here about reaching it.</summary>
    public ContactEntry EntryOf(HeldContact held)
    {
        var entry = held.Entry;
        var recorded = verifications.Of(entry.Originator, entry.RecordId);
        var repliedAt = replies.LastOf(entry.Originator);
        return recorded.IsEmpty && repliedAt is null
            ? entry
            : entry with { Verifications = recorded, RepliedAt = repliedAt };
    }

    /// <summary>
    /// The contact with this id or reference number. A number that does not begin with its originator's designator is
    /// not that originator's; an id that two use is refused, never guessed.
    /// </summary>
    public Outcome<HeldContact> Find(string idOrReference)
    {
        var number = ReferenceNumber.Normalise(idOrReference);
        var found = All.Where(held => held.Row.Header.RecordId.Value == idOrReference
            || (number is not null && held.Row.ReferenceNumber == number && IsOwnNumber(held.Row))).ToArray();
        return found switch
        {
            [var one] => one,
            [] => Refusal.NotFound,
            _ => new Refusal(
                RefusalKind.FailedPrecondition, "RECORD_AMBIGUOUS",
                "More than one participant sent a record under this id; use the reference number."),
        };
    }

    /// <summary>Returns when the directory no longer follows; what it holds stays.</summary>
    public async ValueTask StopAsync()
    {
        // Stopped by its part in order, and once more by the container that made it.
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var applied = await LoadAsync(stopping.Token).ConfigureAwait(false);
                await replies.LoadAsync(stopping.Token).ConfigureAwait(false);
                await models.WaitForMoreAsync(applied, stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                if (hasStore)
                {
                    LostStore(log, AsOf, error);
                }

                hasStore = false;
                await Task.Delay(RetryEvery, time, stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<LogPosition> LoadAsync(CancellationToken cancellationToken)
    {
        var applied = models.Position;
        while (true)
        {
            var rows = await models
                .Records.ChangedAfterAsync(RecordTypes.PointOfContact, loaded, cancellationToken)
                .ConfigureAwait(false);
            foreach (var row in rows)
            {
                Take(row);
                loaded = row.Place;
            }

            if (rows.Length == 0)
            {
                hasStore = true;
                return applied;
            }
        }
    }

    private bool IsOwnNumber(RecordRow row) => row.ReferenceNumber!.StartsWith(
        participants.DesignatorOf(row.Header.Originator) + "-", StringComparison.OrdinalIgnoreCase);

    private void Take(RecordRow row)
    {
        var shelf = shelves.GetOrAdd(row.Header.Originator, _ => new ContactShelf());
        if (row.State == Withdrawn)
        {
            shelf.Remove(row.Header.RecordId);
        }
        else
        {
            shelf.Put(new HeldContact(row));
        }
    }
}
