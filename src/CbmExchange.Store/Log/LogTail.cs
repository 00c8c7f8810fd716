namespace CbmExchange.Store.Log;

/// <summary>
/// The newest events, read and decoded once for all who follow the log. Invariants:
/// - a follower is given every event after its place, in order: what is kept is one gap-free run of the log;
/// - "nothing more" is shared only until the next append is heard of, and for a moment;
/// - erased personal data is not kept: whoever destroys a key calls <see cref="Forget"/>.
/// </summary>
internal sealed class LogTail(LogReader reader, EventCodec codec, LogSignal signal, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private Run newest = Run.Empty;

    /// <summary>The last position that was read; the log reaches at least this far.</summary>
    public long Position => Volatile.Read(ref newest).To;

    /// <summary>A page of what follows a position.</summary>
    public async Task<LogPage> ReadAsync(long after, CancellationToken cancellationToken)
    {
        if (after < Volatile.Read(ref newest).From)
        {
            return await PageAsync(after, cancellationToken).ConfigureAwait(false);
        }

        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var run = newest;
            if (after >= run.From && (after < run.To || (after == run.To && IsStillLast(run))))
            {
                return run.After(after, IsStillLast(run));
            }

            var (pulse, asked) = (signal.Next, clock.GetTimestamp());
            var page = await PageAsync(after, cancellationToken).ConfigureAwait(false);
            Interlocked.CompareExchange(ref newest, run.With(after, page, pulse, asked), run);
            return page;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Keeps nothing of what was read; what is just being read is not kept either.</summary>
    public void Forget() => Interlocked.Exchange(ref newest, new Run());

    public void Dispose() => gate.Dispose();

    private bool IsStillLast(Run run) => run.IsLast && ReferenceEquals(run.Pulse, signal.Next)
        && clock.GetElapsedTime(run.AskedTicks) < StoreLimits.LogTailSharedTime;

    private async Task<LogPage> PageAsync(long after, CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        var page = await reader.ReadAllAsync(after, StoreLimits.ReadPageCountMax, cancellationToken)
            .ConfigureAwait(false);
        return new LogPage(
            page.Events, await codec.DecodeAsync(page.Events, cancellationToken).ConfigureAwait(false), page.IsLast,
            asked);
    }

    /// <summary>All events after one position up to another.</summary>
    private sealed class Run
    {
        public static readonly Run Empty = new();

        private IReadOnlyList<RawEvent> Raw { get; init; } = [];

        private IReadOnlyList<StoredEvent> Events { get; init; } = [];

        public long From { get; private init; }

        public long To { get; private init; } = -1;

        public bool IsLast { get; private init; }

        public Task? Pulse { get; private init; }

        public DateTimeOffset AskedAt { get; private init; }

        public long AskedTicks { get; private init; }

        public LogPage After(long position, bool isLast)
        {
            var start = Raw.Count;
            while (start > 0 && Raw[start - 1].Position > position)
            {
                start--;
            }

            var count = Math.Min(Raw.Count - start, StoreLimits.ReadPageCountMax);
            return new LogPage(
                [.. Raw.Skip(start).Take(count)], [.. Events.Skip(start).Take(count)],
                isLast && start + count == Raw.Count, AskedAt);
        }

        private static long SizeOf(RawEvent one) => one.Json?.Length ?? 0;

        /// <summary>Grown by a page that was read after its end; another page begins a run of its own.</summary>
        public Run With(long after, LogPage page, Task pulse, long asked)
        {
            List<RawEvent> raw = after == To ? [.. Raw, .. page.Raw] : [.. page.Raw];
            List<StoredEvent> events = after == To ? [.. Events, .. page.Events] : [.. page.Events];
            var bytes = raw.Sum(SizeOf);
            var dropped = 0;
            while (raw.Count - dropped > StoreLimits.LogTailCountMax || bytes > StoreLimits.LogTailBytesMax)
            {
                bytes -= SizeOf(raw[dropped]);
                dropped++;
            }

            var from = dropped > 0 ? raw[dropped - 1].Position : after == To ? From : after;
            raw.RemoveRange(0, dropped);
            events.RemoveRange(0, dropped);
            return new Run
            {
                Raw = raw,
                Events = events,
                From = from,
                To = page.Raw.Count > 0 ? page.Raw[^1].Position : after,
                IsLast = page.IsLast,
                Pulse = pulse,
                AskedAt = page.AskedAt,
                AskedTicks = asked,
            };
        }
    }
}
