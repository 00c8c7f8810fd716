using Grpc.Core;

namespace CbmExchange.Node.Doors;

/// <summary>Asks the door before each message whether the officer may still read; throws its refusal.</summary>
internal sealed class SeatedWriter<T>(IServerStreamWriter<T> writer, Action mustStillBeIn) : IServerStreamWriter<T>
{
    /// <inheritdoc/>
    public WriteOptions? WriteOptions
    {
        get => writer.WriteOptions;
        set => writer.WriteOptions = value;
    }

    /// <inheritdoc/>
    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    /// <inheritdoc/>
    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        mustStillBeIn();
        return writer.WriteAsync(message, cancellationToken);
    }
}
