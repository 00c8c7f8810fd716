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
    private readonly ReadingsSource source;
    private readonly TimeProvider time;

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
}
