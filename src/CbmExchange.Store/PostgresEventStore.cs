using System.Runtime.CompilerServices;
using CbmExchange.Domain;
using CbmExchange.Store.Log;
using CbmExchange.Store.Migrations;
using CbmExchange.Store.PeerStreams;
using CbmExchange.Store.PersonalData;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CbmExchange.Store;

/// <summary>The store in PostgreSQL, in Marten's table layout (design D1). One per process and schema.</summary>
public sealed class PostgresEventStore : IEventStore, IAsyncDisposable
{
    private readonly StoreConnections connections;
    private readonly PeerStreamNumbers numbers;
    private readonly NamedPeerStreams peerStreams;
    private readonly AppendAnswers answers;
    private readonly RequestEncoder encoder;
    private readonly AppendWriter writer;
    private readonly LogReader reader;
    private readonly LogTail tail;
    private readonly LogSignal signal;
    private readonly EventCodec codec;

    private PostgresEventStore(
        PostgresStoreOptions options, StoreConnections connections, TimeProvider clock, ILoggerFactory loggers)
    {
        this.connections = connections;
        Vault = new PersonalDataVault(
            new PostgresPersonalKeyTable(connections.Reads), options.PersonalDataMasterKey.Span, clock);
        codec = new EventCodec(options.EventTypes ?? EventTypes.OfDomain(), Vault, options.PersonalDataRules);
        numbers = new PeerStreamNumbers(connections.Reads, clock);
        peerStreams = new NamedPeerStreams(new PostgresPeerStreams(connections.Reads, numbers));
        answers = new AppendAnswers(numbers.StreamOf);
        encoder = new RequestEncoder(codec, numbers.PrepareAsync, numbers.ForAppendAsync, clock);
        reader = new LogReader(connections.Log);
        signal = new LogSignal(
            connections.Listener, "cbm_log_" + connections.Schema, clock, loggers.CreateLogger<LogSignal>());
        tail = new LogTail(reader, codec, signal, clock);
        Vault.Destroyed += tail.Forget;
        writer = new AppendWriter(connections.Writer, answers, signal, clock, loggers.CreateLogger<AppendWriter>());
        Clock = clock;
    }

    /// <inheritdoc/>
    public IPeerStreamStore PeerStreams => peerStreams;

    /// <summary>The keys of personal data.</summary>
    public PersonalDataVault Vault { get; }

    internal StoreConnections Connections => connections;

    internal EventCodec Codec => codec;

    internal LogReader Reader => reader;

    internal LogTail Tail => tail;

    internal LogSignal Signal => signal;

    internal TimeProvider Clock { get; }

    /// <summary>
    /// Opens the store and brings the schema up to date. Throws <see cref="DatabaseTooNewException"/> and
    /// <see cref="StoreUnavailableException"/>, each with one sentence that says what to do.
    /// </summary>
    public static async Task<PostgresEventStore> OpenAsync(
        PostgresStoreOptions options,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken cancellationToken = default)
    {
        var connections = ConnectionsOf(options);
        PostgresEventStore? store = null;
        try
        {
            await new Migrator(connections.Reads, connections.Schema).RunAsync(cancellationToken).ConfigureAwait(false);
            store = new PostgresEventStore(options, connections, clock, loggers);
            await store.numbers.LoadAsync(cancellationToken).ConfigureAwait(false);
            store.signal.Start();
            return store;
        }
        catch (Exception error)
        {
            await (store?.DisposeAsync() ?? connections.DisposeAsync()).ConfigureAwait(false);
            if (error is PostgresException || DatabaseErrors.IsConnectionLost(error))
            {
                throw new StoreUnavailableException(DatabaseErrors.Sentence(error), error);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default)
    {
        EncodedRequest encoded;
        try
        {
            encoded = await encoder.EncodeAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is PostgresException || DatabaseErrors.IsConnectionLost(error))
        {
            return new AppendResult { Outcome = AppendOutcome.Unavailable, Sentence = DatabaseErrors.Sentence(error) };
        }

        return await writer.AppendAsync(encoded, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string streamId, StreamVersion after = default,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var last = after.Value;
        while (true)
        {
            var (page, events) = await PageAsync(
                () => reader.ReadStreamAsync(streamId, last, StoreLimits.ReadPageCountMax, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            foreach (var one in events)
            {
                yield return one;
            }

            if (page.IsLast)
            {
                yield break;
            }

            last = page.Events[^1].Version;
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
        var pages = new LogPages(reader, codec.LeftOut(bodies), cancellationToken);
        await using (pages.ConfigureAwait(false))
        {
            var last = after.Value;
            while (true)
            {
                var (page, events) = await PageAsync(() => pages.NextAsync(last), cancellationToken)
                    .ConfigureAwait(false);
                foreach (var one in events)
                {
                    yield return one;
                }

                if (page.IsLast)
                {
                    yield break;
                }

                last = page.Events[^1].Position;
            }
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> FollowAsync(LogPosition after, CancellationToken cancellationToken) =>
        FollowAsync(after, EventBodies.All, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> FollowAsync(
        LogPosition after, EventBodies bodies, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What is new is read whole and decoded once for all followers; what lies behind is not, for who wants less.
        var last = after;
        if (codec.LeftOut(bodies).Length > 0)
        {
            await foreach (var one in ReadAllAsync(after, bodies, cancellationToken).ConfigureAwait(false))
            {
                yield return one;
                last = one.Position;
            }
        }

        while (true)
        {
            var next = signal.Next;
            var page = await DatabaseErrors.NamedAsync(() => tail.ReadAsync(last.Value, cancellationToken))
                .ConfigureAwait(false);
            foreach (var one in page.Events)
            {
                yield return one;
                last = one.Position;
            }

            if (page.IsLast)
            {
                await signal.WaitAsync(next, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async Task WaitForMoreAsync(LogPosition position, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = signal.Next;
            if (tail.Position > position.Value
                || (await HeadAsync(cancellationToken).ConfigureAwait(false)).Value > position.Value)
            {
                return;
            }

            await signal.WaitAsync(next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<LogPosition> HeadAsync(CancellationToken cancellationToken = default) =>
        new(await DatabaseErrors.NamedAsync(() => reader.HeadAsync(cancellationToken)).ConfigureAwait(false));

    /// <summary>What the database server's own clock says now.</summary>
    public Task<DateTimeOffset> ServerTimeAsync(CancellationToken cancellationToken = default) =>
        DatabaseErrors.NamedAsync(() => reader.ServerTimeAsync(cancellationToken));

    /// <inheritdoc/>
    public Task<AppendReceipt?> FindCommandAsync(Guid commandId, CancellationToken cancellationToken = default) =>
        DatabaseErrors.NamedAsync(() => ReceiptAsync(commandId, cancellationToken));

    /// <summary>
    /// A pool whose unqualified names are the tables of a projection; for the query classes of this room.
    /// </summary>
    internal NpgsqlDataSource ViewOf(Projection projection) =>
        connections.OfSchema(projection.SchemaIn(connections.Schema));

    /// <summary>Answers what is queued, then closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync().ConfigureAwait(false);
        await signal.DisposeAsync().ConfigureAwait(false);
        tail.Dispose();
        await connections.DisposeAsync().ConfigureAwait(false);
    }

    // The name of the setting only: what the text holds may be a password.
    private static StoreConnections ConnectionsOf(PostgresStoreOptions options)
    {
        try
        {
            return new StoreConnections(options);
        }
        catch (Exception error) when (error is ArgumentException { ParamName: not nameof(options) } or FormatException)
        {
            throw new StoreUnavailableException(
                "The connection string of the database cannot be read: write it as "
                + "Host=…;Port=…;Database=…;Username=….",
                error);
        }
    }

    private Task<(RawPage Page, IReadOnlyList<StoredEvent> Events)> PageAsync(
        Func<Task<RawPage>> read, CancellationToken cancellationToken) => DatabaseErrors.NamedAsync(async () =>
    {
        var page = await read().ConfigureAwait(false);
        return (page, await codec.DecodeAsync(page.Events, cancellationToken).ConfigureAwait(false));
    });

    private async Task<AppendReceipt?> ReceiptAsync(Guid commandId, CancellationToken cancellationToken)
    {
        if (await reader.CommandAsync(commandId, cancellationToken).ConfigureAwait(false) is not var (json, user))
        {
            return null;
        }

        await numbers.LoadAsync(cancellationToken).ConfigureAwait(false);
        return answers.ReadReceipt(json) with { UserName = user };
    }
}
