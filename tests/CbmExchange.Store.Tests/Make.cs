using System.Collections.Immutable;
using CbmExchange.Domain;

namespace CbmExchange.Store.Tests;

/// <summary>Complete requests; what a test sets is what it is about (style T6).</summary>
internal static class Make
{
    public static AppendRequest Append(string stream, long? expected = null, int count = 1, Guid? command = null) =>
        new()
    {
        CommandId = command ?? Guid.NewGuid(),
        Streams = [Stream(stream, expected, count)],
    };

    public static StreamAppend Stream(string stream, long? expected = null, int count = 1) => new(
        stream,
        expected is { } version ? new StreamVersion(version) : null,
        [.. Enumerable.Range(1, count).Select(n => new Counted(n, stream))]);

    public static async Task<ImmutableArray<StoredEvent>> AllAsync(this IAsyncEnumerable<StoredEvent> events)
    {
        var list = ImmutableArray.CreateBuilder<StoredEvent>();
        await foreach (var one in events)
        {
            list.Add(one);
        }

        return list.ToImmutable();
    }
}
