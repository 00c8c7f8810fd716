using CbmExchange.Domain;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Documents;
using CbmExchange.Store.Exercises;
using CbmExchange.Store.Feeds;
using CbmExchange.Store.Public;
using CbmExchange.Store.Records;
using CbmExchange.Store.Reference;
using Npgsql;

namespace CbmExchange.Store.Readings;

/// <summary>The answers that the projection "readings" keeps ready: one reader for each question.</summary>
public sealed class ReadModels
{
    /// <summary>
    /// Wait while the projection stands before an event that it cannot fold: only a decision moves it on.
    /// </summary>
    private static readonly TimeSpan StoppedPause = TimeSpan.FromSeconds(1);

    private readonly string name;
    private readonly TimeProvider clock;
    private readonly ProjectionRunner runner;

    /// <summary>Reads the live tables that a runner of this process keeps.</summary>
    public ReadModels(PostgresEventStore store, ReadingsProjection projection, ProjectionRunner runner)
    {
        this.runner = runner;
        name = projection.Name;
        clock = store.Clock;
        var source = new ReadingsSource(store.Connections.Reads, projection.SchemaIn(store.Connections.Schema));
        Records = new RecordReader(source);
        Cases = new CaseReader(source);
        CaseMessages = new CaseMessageReader(source);
        Library = new LibraryReader(source);
        Feed = new FeedReader(source);
        Reference = new ReferenceReader(source);
        Streams = new StreamReader(source);
        Public = new PublicReader(source);
        Exercises = new ExerciseReader(source);
    }

    /// <summary>Own and held records.</summary>
    public RecordReader Records { get; }

    /// <summary>The inbox.</summary>
    public CaseReader Cases { get; }

    /// <summary>Cases: their messages, and the receipts that are looked for.</summary>
    public CaseMessageReader CaseMessages { get; }

    /// <summary>Documents.</summary>
    public LibraryReader Library { get; }

    /// <summary>The feed.</summary>
    public FeedReader Feed { get; }

    /// <summary>Public reference data.</summary>
    public ReferenceReader Reference { get; }

    /// <summary>How far peers' streams are applied, and what did not open.</summary>
    public StreamReader Streams { get; }

    /// <summary>What was released to the public.</summary>
    public PublicReader Public { get; }

    /// <summary>Exercises known here, and what was put aside.</summary>
    public ExerciseReader Exercises { get; }

    /// <summary>Up to where the readings are complete; 0 before the first event.</summary>
    public LogPosition Position => Status.Position;

    /// <summary>
    /// False while the database does not answer or the projection stands still: what is shown is complete up to
    /// <see cref="CompleteAt"/> only.
    /// </summary>
    public bool IsLive => Status.State == ProjectionState.Running;

    /// <summary>When the database last answered that the readings are complete.</summary>
    public DateTimeOffset CompleteAt => runner.CompleteAt;

    private ProjectionStatus Status => runner.Status.First(status => status.Name == name);

    /// <summary>Completes when the readings have moved beyond a position; never while they stand still.</summary>
    public async Task WaitForMoreAsync(LogPosition position, CancellationToken cancellationToken)
    {
        while (Position.Value <= position.Value)
        {
            if (Status.State == ProjectionState.Stopped)
            {
                await Task.Delay(StoppedPause, clock, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await runner.WaitForAsync(new LogPosition(position.Value + 1), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Completes when the readings show an event: reading one's own write.</summary>
    public Task WaitForAsync(LogPosition position, CancellationToken cancellationToken) =>
        runner.WaitForAsync(position, cancellationToken);
}
