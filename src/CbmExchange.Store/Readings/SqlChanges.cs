using System.Text.Json;
using CbmExchange.Store.Log;

namespace CbmExchange.Store.Readings;

/// <summary>What the rows of each capability add to the pipeline of the projection.</summary>
internal sealed class SqlChanges(ProjectionWriter writer)
{
    /// <summary>Adds a statement with positional parameters; times may have any offset.</summary>
    public void Add(string sql, params object?[] arguments) => writer.Add(sql, Array.ConvertAll(arguments, Plain));

    /// <summary>A value as JSON text for a <c>::jsonb</c> parameter.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Options);

    // timestamptz takes UTC only.
    private static object? Plain(object? argument) =>
        argument is DateTimeOffset time ? time.ToUniversalTime() : argument;
}
