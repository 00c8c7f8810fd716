using System.Text.Json;
using CbmExchange.Store.Log;

namespace CbmExchange.Store.Readings;

/// <summary>
/// What the rows of each capability add to the pipeline of the projection, gathered so that it can be dropped.
/// </summary>
internal sealed class SqlChanges
{
    private readonly List<(string Sql, object?[] Arguments)> gathered = [];

    /// <summary>Adds a statement with positional parameters; times may have any offset.</summary>
    public void Add(string sql, params object?[] arguments) => gathered.Add((sql, Array.ConvertAll(arguments, Plain)));

    /// <summary>Takes over what another gathered.</summary>
    public void Add(SqlChanges other) => gathered.AddRange(other.gathered);

    /// <summary>Hands everything to the pipeline.</summary>
    public void MoveTo(ProjectionWriter writer)
    {
        gathered.ForEach(change => writer.Add(change.Sql, change.Arguments));
        gathered.Clear();
    }

    /// <summary>A value as JSON text for a <c>::jsonb</c> parameter.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Options);

    // timestamptz takes UTC only.
    private static object? Plain(object? argument) =>
        argument is DateTimeOffset time ? time.ToUniversalTime() : argument;
}
