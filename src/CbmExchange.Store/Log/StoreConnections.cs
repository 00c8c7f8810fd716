using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Npgsql;

namespace CbmExchange.Store.Log;

/// <summary>
/// The ways into the database: pools for the log and for other reads, the writer, one listener, one pool per
/// projection's tables.
/// </summary>
internal sealed partial class StoreConnections : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private const int ViewPoolCountMax = 4;

    /// <summary>
    /// Bytes a connection reads and writes at once. Entries of peers go by the megabyte; with the driver's 8 KiB each
    /// of them costs a call of the kernel and a wait of its own.
    /// </summary>
    private const int BufferBytes = 64 * 1024;

    /// <summary>
    /// Statements that a connection of the projections keeps prepared: each of them some ten thousand times in a
    /// rebuild, where parsing and planning cost more than the row. A plan made while a table was empty must not scan
    /// it when it is full: hence no sequential scans where there is an index.
    /// </summary>
    private const int ProjectionStatementCountMax = 64;

    private readonly ConcurrentDictionary<string, Lazy<NpgsqlDataSource>> views = new(StringComparer.Ordinal);
    private readonly PostgresStoreOptions options;

    public StoreConnections(PostgresStoreOptions options)
    {
        if (!SchemaName().IsMatch(options.Schema))
        {
            throw new ArgumentException("A schema has 1 to 24 lower-case letters, digits and underscores.",
                nameof(options));
        }

        this.options = options;
        Reads = Source("cbm-reads", Schema, StoreLimits.ReadPoolCountMax, "");
        // A plan made while a table was empty must not scan it when it is full: its reads are prepared.
        Log = Source("cbm-log", Schema, StoreLimits.LogPoolCountMax, "set enable_seqscan = off; set jit = off");
        // The procedure's statements are few and its plans never change: planned once, not in every transaction.
        Writer = Source("cbm-writer", Schema, 1,
            "set enable_seqscan = off; set jit = off; set plan_cache_mode = force_generic_plan; "
            + "set synchronous_commit = on");
        // A fold opens signatures between its statements, and holds no lock that an append waits for.
        Projections = Source(
            "cbm-projections", Schema, 4,
            "set synchronous_commit = off; set jit = off; set enable_seqscan = off; "
            + "set idle_in_transaction_session_timeout = 0",
            ProjectionStatementCountMax);
        Listener = Source("cbm-listener", Schema, 1, "");
    }

    public string Schema => options.Schema;

    public NpgsqlDataSource Reads { get; }

    /// <summary>Streams, the log, commands.</summary>
    public NpgsqlDataSource Log { get; }

    public NpgsqlDataSource Writer { get; }

    public NpgsqlDataSource Projections { get; }

    public NpgsqlDataSource Listener { get; }

    /// <summary>A small pool whose unqualified names are those of one more schema; made at its first use.</summary>
    public NpgsqlDataSource OfSchema(string schema) =>
        views.GetOrAdd(schema, name =>
            new Lazy<NpgsqlDataSource>(() => Source("cbm-views", name, ViewPoolCountMax, ""))).Value;

    public async ValueTask DisposeAsync()
    {
        NpgsqlDataSource[] all =
            [Writer, Projections, Listener, Log, Reads, .. views.Values.Select(view => view.Value)];
        foreach (var source in all)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Session settings go by SET, since a pooler in between may refuse them as start-up options.</summary>
    private static string Limits =>
        $"set lock_timeout = {(long)StoreLimits.LockTimeout.TotalMilliseconds}; "
        + $"set statement_timeout = {(long)StoreLimits.StatementTimeout.TotalMilliseconds}; "
        + $"set idle_in_transaction_session_timeout = {(long)StoreLimits.IdleInTransactionTimeout.TotalMilliseconds}";

    [GeneratedRegex("^[a-z][a-z0-9_]{0,23}$")]
    private static partial Regex SchemaName();

    private NpgsqlDataSource Source(
        string name, string searchPath, int connectionCountMax, string settings, int preparedCountMax = 0)
    {
        var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
        var text = builder.ConnectionStringBuilder;
        text.SearchPath = searchPath;
        text.ApplicationName = $"{name}-{options.Schema}";
        text.MaxPoolSize = connectionCountMax;
        text.MinPoolSize = 0;
        text.NoResetOnClose = true;
        text.Timeout = (int)ConnectTimeout.TotalSeconds;
        text.CommandTimeout = (int)(StoreLimits.StatementTimeout + StoreLimits.LockTimeout).TotalSeconds;
        text.KeepAlive = (int)KeepAlive.TotalSeconds;
        text.Enlist = false;
        text.ReadBufferSize = BufferBytes;
        text.WriteBufferSize = BufferBytes;
        text.MaxAutoPrepare = preparedCountMax;
        text.IncludeErrorDetail = false;
        var commands = settings.Length == 0 ? Limits : $"{Limits}; {settings}";
        builder.UsePhysicalConnectionInitializer(
            connection => Run(connection, commands), connection => RunAsync(connection, commands));
        return builder.Build();
    }

    private static void Run(NpgsqlConnection connection, string commands)
    {
        using var command = new NpgsqlCommand(commands, connection);
        command.ExecuteNonQuery();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string commands)
    {
        await using var command = new NpgsqlCommand(commands, connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
