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
    private readonly string name;
    private readonly ProjectionRunner runner;

    /// <summary>Reads the live tables that a runner of this process keeps.</summary>
    public ReadModels(PostgresEventStore store, ReadingsProjection projection, ProjectionRunner runner)
    {
        this.runner = runner;
        name = projection.Name;
        var source = new ReadingsSource(store.Connections.Reads, projection.SchemaIn(store.Connections.Schema));
        Records = new RecordReader(source);
        Cases = new CaseReader(source);
        Library = new LibraryReader(source);
        Feed = new FeedReader(source);
        Reference = new ReferenceReader(source);
        Streams = new StreamReader(source);
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

    /// <summary>How far peers' streams are applied, and what did not open.</summary>
    public StreamReader Streams { get; }

    /// <summary>Up to where the readings are complete; 0 before the first event.</summary>
    public LogPosition Position => Status.Position;

    /// <summary>False while the database does not answer: what is in memory stands as of then.</summary>
    public bool IsLive => Status.State != ProjectionState.Waiting;

    /// <summary>When the readings were last known to be complete.</summary>
    public DateTimeOffset CompleteAt => runner.CompleteAt;

    private ProjectionStatus Status => runner.Status.First(status => status.Name == name);

    /// <summary>Completes when the readings have moved beyond a position.</summary>
    public Task WaitForMoreAsync(LogPosition position, CancellationToken cancellationToken) =>
        runner.WaitForAsync(new LogPosition(position.Value + 1), cancellationToken);

    /// <summary>Completes when the readings show an event: reading one's own write.</summary>
    public Task WaitForAsync(LogPosition position, CancellationToken cancellationToken) =>
        runner.WaitForAsync(position, cancellationToken);
}
