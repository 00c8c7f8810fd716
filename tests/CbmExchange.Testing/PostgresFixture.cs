using System.Globalization;
using CbmExchange.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace CbmExchange.Testing;

/// <summary>A class fixture that gives a test class schemas of its own and drops them afterwards.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private static int schemaCount;

    private readonly List<string> schemas = [];

    /// <summary>For whole-database access in tests.</summary>
    public NpgsqlDataSource Source { get; private set; } = null!;

    /// <summary>Where the server is.</summary>
    public string ConnectionString { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        ConnectionString = await TestPostgresServer.ConnectionStringAsync();
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    /// <summary>The name of a schema that nobody has used.</summary>
    public string NewSchema()
    {
        var number = Interlocked.Increment(ref schemaCount);
        var name = string.Create(CultureInfo.InvariantCulture, $"t{Environment.ProcessId}_{number}");
        lock (schemas)
        {
            schemas.Add(name);
        }

        return name;
    }

    /// <summary>Complete options for a schema.</summary>
    public PostgresStoreOptions Options(string schema, EventTypes? eventTypes = null) => new()
    {
        ConnectionString = ConnectionString,
        Schema = schema,
        PersonalDataMasterKey = Enumerable.Range(1, PersonalDataVault.KeyBytes).Select(n => (byte)n).ToArray(),
        EventTypes = eventTypes,
    };

    /// <summary>A store in a schema of its own, or in <paramref name="schema"/>.</summary>
    public Task<PostgresEventStore> OpenStoreAsync(
        EventTypes? eventTypes = null, TimeProvider? clock = null, string? schema = null,
            ILoggerFactory? loggers = null) =>
        PostgresEventStore.OpenAsync(
            Options(schema ?? NewSchema(), eventTypes), clock ?? TimeProvider.System, loggers
                ?? NullLoggerFactory.Instance);

    /// <summary>Runs SQL and answers the first value.</summary>
    public async Task<object?> QueryAsync(string text)
    {
        await using var command = Source.CreateCommand(text);
        return await command.ExecuteScalarAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var schema in schemas)
        {
            await QueryAsync(
                $"do $$ declare s text; begin for s in select nspname from pg_namespace where nspname = '{schema}' "
                + $"or nspname like '{schema}\\_p\\_%' loop execute format('drop schema %I cascade', s); end loop; end "
                + "$$");
        }

        await Source.DisposeAsync();
    }
}
