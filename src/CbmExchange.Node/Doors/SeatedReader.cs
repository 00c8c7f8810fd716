using Grpc.Core;

namespace CbmExchange.Node.Doors;

/// <summary>
/// Asks the door before each message taken in whether the officer may still send it; throws its refusal.
/// </summary>
internal sealed class SeatedReader<T>(IAsyncStreamReader<T> reader, SeatedCall call, Action mustStillBeIn)
    : IAsyncStreamReader<T>
{
    /// <inheritdoc/>
    public T Current => reader.Current;

    /// <inheritdoc/>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.CancellationToken);
        var moved = await reader.MoveNext(either.Token).ConfigureAwait(false);
        mustStillBeIn();
        return moved;
    }
}
