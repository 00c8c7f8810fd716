using System.Text.Json;
using CbmExchange.Store.Log;
using Npgsql;

namespace CbmExchange.Store.Readings;

/// <summary>The statements that one page of events amounts to, sent as one batch in the transaction of the projection.</summary>
internal sealed class SqlChanges(string schema)
{
    private readonly List<NpgsqlBatchCommand> commands = [];

    /// <summary>How many statements have gathered.</summary>
    public int Count => commands.Count;

    /// <summary>Adds a statement; <c>{schema}</c> in it is replaced, parameters are positional.</summary>
    public void Add(string sql, params ReadOnlySpan<object?> arguments)
    {
        var command = new NpgsqlBatchCommand(sql.Replace("{schema}", schema, StringComparison.Ordinal));
        foreach (var argument in arguments)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = Plain(argument) });
        }

        commands.Add(command);
    }

    /// <summary>Moves the statements into a batch.</summary>
    public void MoveTo(NpgsqlBatch batch)
    {
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        commands.Clear();
    }

    /// <summary>A value as JSON text for a <c>::jsonb</c> parameter.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Options);

    // timestamptz takes UTC only.
    private static object Plain(object? argument) => argument switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUniversalTime(),
        _ => argument,
    };
}
