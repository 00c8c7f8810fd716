namespace Grpc.Core;

/// <summary>Messages from the other side, in order.</summary>
/// <remarks>Source: API reference of Grpc.Core, type IAsyncStreamReader.</remarks>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last MoveNext brought.</summary>
    T Current { get; }

    /// <summary>Waits for the next message; false at the end of the stream.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>Messages to the other side. A writer MUST await each write before the next.</summary>
/// <remarks>Source: API reference of Grpc.Core, type IAsyncStreamWriter.</remarks>
public interface IAsyncStreamWriter<in T>
{
    WriteOptions? WriteOptions { get; set; }

    Task WriteAsync(T message);

    /// <summary>Has a body, because one writer inside Grpc.Net.Client does not implement it.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            throw new NotSupportedException("This stream writer cannot cancel a single write.");
        }

        return WriteAsync(message);
    }
}

/// <summary>Requests of a streaming call.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Tells the server that no further request follows.</summary>
    Task CompleteAsync();
}

/// <summary>Responses of a streaming call.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}

/// <summary>Has the full name of a class in Grpc.Net.Common; callers use the extension, never the class name.</summary>
public static class AsyncStreamReaderExtensions
{
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return streamReader.MoveNext(CancellationToken.None);
    }
}

/// <summary>Hints for the transport.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait for the next one before it is sent.</summary>
    BufferHint = 1,

    /// <summary>The message is not compressed even if the call is.</summary>
    NoCompress = 2,
}

/// <summary>Options of one write or of all writes of a call.</summary>
public class WriteOptions
{
    // A field, not a property: see Status.
    public static readonly WriteOptions Default = new();

    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    public WriteFlags Flags { get; }
}
