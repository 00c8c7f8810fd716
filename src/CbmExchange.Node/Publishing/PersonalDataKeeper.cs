using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// Destroys the personal data of own contacts when the time after their end has passed (domain.md §4.24): the persons'
/// disclosures in own streams, the keys under which events hold them, what is kept in memory; then it says so in the
/// log. In this order, so that a stop anywhere leaves a record that is found again: repeating a step is harmless. A
/// person who was replaced while the contact lives on goes the same way by itself; once its key is gone, no event tells
/// of it, so it is not found again.
/// </summary>
internal sealed partial class PersonalDataKeeper(
    PostgresEventStore store,
    EndedContacts ended,
    RecordLoader loader,
    NodeIdentity self,
    DisclosureTurn turn,
    TimeProvider time,
    ILogger<PersonalDataKeeper> log
) : IBackgroundPart
{
    /// <summary>Records of one sweep at most; the others wait for the next.</summary>
    private const int CountMax = 1_000;

    /// <summary>Days count, so a day is soon enough.</summary>
    private static readonly TimeSpan SweepEvery = TimeSpan.FromDays(1);

    /// <summary>After the store did not answer.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "personal data";

    /// <inheritdoc/>
    public Task Work => running;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    /// <summary>Destroys what is due now.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var record in ended.DueAt(time.GetUtcNow()).Take(CountMax))
        {
            await turn.RunAsync(() => DestroyAsync(record, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }

        foreach (var record in ended.Revised)
        {
            await turn.RunAsync(() => DestroyReplacedAsync(record, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = SweepEvery;
            try
            {
                await SweepAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                Waits(log);
                wait = RetryAfter;
            }

            await Task.Delay(wait, time, stopping.Token).ConfigureAwait(false);
        }
    }

    private async Task<int> DestroyAsync(RecordId record, CancellationToken cancellationToken)
    {
        var state = await loader.LoadAsync(record, cancellationToken).ConfigureAwait(false);
        var destroyed = await DestroyDisclosuresAsync(
            state, one => PersonalData.IsPersonal(one.Path), cancellationToken)
            .ConfigureAwait(false);
        await store.Vault.DestroyAsync(record.Value, cancellationToken).ConfigureAwait(false);
        var result = await store.AppendAsync(
            new AppendRequest
            {
                CommandId = Guid.NewGuid(),
                Streams =
                [
                    new StreamAppend(
                        OwnRecordTable.StreamOf(record),
                        null,
                        [new PersonalDataKeyDestroyed(record, time.GetUtcNow())]),
                ],
            },
            cancellationToken).ConfigureAwait(false);
        loader.Forget(record);
        if (!result.IsDurable)
        {
            throw new StoreUnavailableException(result.Sentence ?? "The database did not take the event.");
        }

        Destroyed(log, record.Value, destroyed);
        return destroyed;
    }

    private async Task<int> DestroyReplacedAsync(RecordId record, CancellationToken cancellationToken)
    {
        var (history, count) = (await HistoryAsync(record, cancellationToken).ConfigureAwait(false), 0);
        var until = time.GetUtcNow() - Policies.Default.PersonalDataAfterEnd;
        foreach (var (person, _) in history.ReplacedSince.Where(pair => pair.Value <= until))
        {
            var destroyed = await DestroyDisclosuresAsync(
                history.State, one => PersonalData.PersonOf(one.Path, one.Encoded) == person, cancellationToken)
                .ConfigureAwait(false);

            // An officer may have brought the person back meanwhile; the next sweep judges that.
            var now = await HistoryAsync(record, cancellationToken).ConfigureAwait(false);
            if (now.State.Version != history.State.Version)
            {
                break;
            }

            await store.Vault.DestroyPersonAsync(record.Value, person, cancellationToken).ConfigureAwait(false);
            loader.Forget(record);
            ReplacedDestroyed(log, record.Value, destroyed);
            count += destroyed;
        }

        return count;
    }

    private async Task<PersonHistory> HistoryAsync(RecordId record, CancellationToken cancellationToken)
    {
        var history = PersonHistory.Empty;
        await foreach (var stored in store
            .ReadStreamAsync(OwnRecordTable.StreamOf(record), default, cancellationToken).ConfigureAwait(false))
        {
            history = history.Apply(stored.Body, stored.Timestamp);
        }

        return history;
    }

    // Every generation of the stream to everyone who was ever given the record.
    private async Task<int> DestroyDisclosuresAsync(
        RecordState state, Func<ClaimDisclosure, bool> isMeant, CancellationToken cancellationToken)
    {
        string[] digests =
        [
            .. state.Versions.Where(version => version.Signed is not null)
                .SelectMany(version => version.Signed!.Disclosures)
                .Concat(state.TakenBack.SelectMany(version => version.Disclosures))
                .Where(isMeant)
                .Select(one => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(one.Encoded)))),
        ];
        if (digests.Length == 0)
        {
            return 0;
        }

        var count = 0;
        foreach (var info in await store.PeerStreams.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (info.Stream.Originator == self.Participant && state.Given.ContainsKey(info.Stream.Recipient))
            {
                count += await store
                    .PeerStreams.DestroyDisclosuresAsync(info.Stream, [], digests, cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        return count;
    }
}
