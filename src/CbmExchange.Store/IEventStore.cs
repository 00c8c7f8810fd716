using CbmExchange.Domain;

namespace CbmExchange.Store;

/// <summary>
/// The log and the peer streams. <see cref="PostgresEventStore"/> keeps them in PostgreSQL,
/// <see cref="InMemoryEventStore"/>
/// in memory for tests and simulation; both pass one set of contract tests. Every read throws
/// <see cref="StoreUnavailableException"/> when the database does not answer: asking again later makes sense.
/// </summary>
public interface IEventStore
{
    /// <summary>The peer streams, own and mirrored, and the evidence kept of them.</summary>
    IPeerStreamStore PeerStreams { get; }

    /// <summary>
    /// Appends all of a request or nothing. When it returns <see cref="AppendOutcome.Appended"/> it is durable.
    /// <paramref name="cancellationToken"/> counts until the request is taken into a transaction; from then on the
    /// answer is waited for. Throws <see cref="ArgumentException"/> for a request that breaks a limit or names a stream
    /// twice, which is a bug of the caller.
    /// </summary>
    Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Events of one stream after <paramref name="after"/>, in order, in bounded memory. Nothing for a stream that does
    /// not exist. Throws <see cref="UnknownEventTypeException"/> at an event of a type this program does not know.
    /// </summary>
    IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string streamId, StreamVersion after = default, CancellationToken cancellationToken = default);

    /// <summary>
    /// All events after <paramref name="after"/>, in order, in bounded memory, to the end as it is when it is reached.
    /// An event that was seen is never followed by one with a smaller position.
    /// </summary>
    IAsyncEnumerable<StoredEvent> ReadAllAsync(LogPosition after = default,
        CancellationToken cancellationToken = default);

    /// <summary>The same without the bodies that the reader does not want; no event is missing.</summary>
    IAsyncEnumerable<StoredEvent> ReadAllAsync(
        LogPosition after, EventBodies bodies, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="ReadAllAsync(LogPosition, CancellationToken)"/>, and then on: waits at the end for what is
    /// appended, until cancelled.
    /// </summary>
    IAsyncEnumerable<StoredEvent> FollowAsync(LogPosition after, CancellationToken cancellationToken);

    /// <summary>
    /// The same; what lies behind when it begins comes without the bodies that the reader does not want, what is
    /// appended later may come with them. No event is missing: ask with <see cref="StoredEvent.Is{T}"/>.
    /// </summary>
    IAsyncEnumerable<StoredEvent> FollowAsync(
        LogPosition after, EventBodies bodies, CancellationToken cancellationToken);

    /// <summary>Completes when there is something after <paramref name="position"/>.</summary>
    Task WaitForMoreAsync(LogPosition position, CancellationToken cancellationToken);

    /// <summary>The last position; 0 for an empty log.</summary>
    Task<LogPosition> HeadAsync(CancellationToken cancellationToken = default);

    /// <summary>The first answer of a command, or null when no such command was appended.</summary>
    Task<AppendReceipt?> FindCommandAsync(Guid commandId, CancellationToken cancellationToken = default);
}
