using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>Has the full name of a class in Grpc.Core.Api; callers use the extension, never the class name.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Reads a stream with await foreach.</summary>
    public static IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> streamReader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return Read(streamReader, cancellationToken);
    }

    private static async IAsyncEnumerable<T> Read<T>(
        IAsyncStreamReader<T> streamReader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await streamReader.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            yield return streamReader.Current;
        }
    }
}
