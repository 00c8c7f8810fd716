using CbmExchange.Domain;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Documents;
using CbmExchange.Store.Feeds;
using CbmExchange.Store.Records;
using CbmExchange.Store.Reference;
using Npgsql;

namespace CbmExchange.Store.Readings;

/// <summary>The answers that the projection "readings" keeps ready: one reader for each question.</summary>
public sealed class ReadModels
{
    /// <summary>Name of the projection in mt_event_progression (Marten: projection name, colon, shard).</summary>
    internal const string ProgressName = "Readings:All";

    /// <summary>How long a waiter sleeps at most when another process moves the projection: the guard behind the signal.</summary>
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);

    private readonly ReadingsSource source;
    private readonly TimeProvider time;
    private volatile TaskCompletionSource moved = NewSignal();

    /// <summary>Reads the live tables of a database.</summary>
    public ReadModels(NpgsqlDataSource database, string schema, TimeProvider time)
    {
        this.time = time;
        source = new ReadingsSource(database, schema);
        Records = new RecordReader(source);
        Cases = new CaseReader(source);
        Library = new LibraryReader(source);
        Feed = new FeedReader(source);
        Reference = new ReferenceReader(source);
    }

    /// <summary>Own and held records.</summary>
    public RecordReader Records { get; }

    /// <summary>The inbox.</summary>
    public CaseReader Cases { get; }

    /// <summary>Documents.</summary>
    public LibraryReader Library { get; }

    /// <summary>The feed.</summary>
    public FeedReader Feed { get; }

    /// <summary>Public reference data.</summary>
    public ReferenceReader Reference { get; }

    /// <summary>Up to where the readings are complete; 0 before the first event.</summary>
    public async Task<LogPosition> PositionAsync(CancellationToken cancellationToken)
    {
        var rows = await source.ListAsync(
            "select coalesce(last_seq_id, 0) as last_seq_id from {schema}.mt_event_progression where name = $1",
            row => ReadingsSource.Long(row, "last_seq_id"), cancellationToken, ProgressName).ConfigureAwait(false);
        return new LogPosition(rows.IsEmpty ? 0 : rows[0]);
    }

    /// <summary>Completes when the readings have moved beyond a position.</summary>
    public async Task WaitForMoreAsync(LogPosition position, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the question, so that a move between the two is not missed.
            var signal = moved.Task;
            if ((await PositionAsync(cancellationToken).ConfigureAwait(false)).Value > position.Value)
            {
                return;
            }

            await Task.WhenAny(signal, Task.Delay(PollEvery, time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Said by the projection of this process after each page.</summary>
    internal void SignalMoved() => Interlocked.Exchange(ref moved, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
