using System.Runtime.CompilerServices;
using CbmExchange.Domain;
using CbmExchange.Store.Log;
using CbmExchange.Store.Memory;
using CbmExchange.Store.PersonalData;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Store;

/// <summary>
/// The store in memory, for tests and simulation: the same answers as <see cref="PostgresEventStore"/>, nothing
/// durable.
/// It uses the same encoding, so an event that cannot be stored fails here too. One thread may drive it: nothing in it
/// runs in the background.
/// </summary>
public sealed class InMemoryEventStore : IEventStore
{
    private readonly MemoryLog log = new();
    private readonly MemoryPeerStreams peerStreams;
    private readonly EventCodec codec;
    private readonly RequestEncoder encoder;
    private readonly LogSignal signal;

    /// <summary>An empty store.</summary>
    /// <param name="clock">Stamps events and wakes followers.</param>
    /// <param name="eventTypes">By default those of Domain.</param>
    /// <param name="rules">By default <see cref="PersonalDataRules.Default"/>.</param>
    public InMemoryEventStore(TimeProvider clock, EventTypes? eventTypes = null, IPersonalDataRules? rules = null)
    {
        Vault = new PersonalDataVault(new MemoryPersonalKeyTable(), new byte[PersonalDataVault.KeyBytes], clock);
        codec = new EventCodec(eventTypes ?? EventTypes.OfDomain(), Vault, rules ?? PersonalDataRules.Default);
        peerStreams = new MemoryPeerStreams(log, clock);
        encoder = new RequestEncoder(codec, (_, _) => Task.CompletedTask, peerStreams.ForAppendAsync, clock);
        signal = new LogSignal(null, "", clock, NullLogger.Instance);
    }

    /// <inheritdoc/>
    public IPeerStreamStore PeerStreams => peerStreams;

    /// <summary>The keys of personal data.</summary>
    public PersonalDataVault Vault { get; }

    /// <inheritdoc/>
    public async Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default)
    {
        var encoded = await encoder.EncodeAsync(request, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var result = log.Append(encoded);
        signal.Pulse();
        return result;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string streamId, StreamVersion after = default,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var raw in log.ReadStream(streamId, after.Value))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return (await codec.DecodeAsync([raw], cancellationToken).ConfigureAwait(false))[0];
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadAllAsync(
        LogPosition after = default, CancellationToken cancellationToken = default) =>
        ReadAllAsync(after, EventBodies.All, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadAllAsync(
        LogPosition after, EventBodies bodies, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var leftOut = codec.LeftOut(bodies);
        for (var last = after.Value; log.At(last + 1) is { } raw; last++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wanted = leftOut.Contains(raw.Alias) ? raw with { Json = null } : raw;
            yield return (await codec.DecodeAsync([wanted], cancellationToken).ConfigureAwait(false))[0];
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> FollowAsync(LogPosition after, CancellationToken cancellationToken) =>
        FollowAsync(after, EventBodies.All, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> FollowAsync(
        LogPosition after, EventBodies bodies, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = after;
        while (true)
        {
            var next = signal.Next;
            await foreach (var one in ReadAllAsync(last, bodies, cancellationToken).ConfigureAwait(false))
            {
                yield return one;
                last = one.Position;
            }

            await signal.WaitAsync(next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task WaitForMoreAsync(LogPosition position, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = signal.Next;
            if (log.Head > position.Value)
            {
                return;
            }

            await signal.WaitAsync(next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<LogPosition> HeadAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(new LogPosition(log.Head));

    /// <inheritdoc/>
    public Task<AppendReceipt?> FindCommandAsync(Guid commandId, CancellationToken cancellationToken = default) =>
        Task.FromResult(log.FindCommand(commandId));
}
