namespace CbmExchange.Store.PersonalData;

internal sealed class MemoryPersonalKeyTable : IPersonalKeyTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, WrappedKey> live = new(StringComparer.Ordinal);

    public Task<WrappedKey> AddAsync(
        string subject, WrappedKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            live.TryAdd(subject, key);
            return Task.FromResult(live[subject]);
        }
    }

    public Task<WrappedKey?> FindAsync(string subject, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(live.GetValueOrDefault(subject));
        }
    }

    public Task<IReadOnlyList<WrappedKey>> ReadAsync(
        IReadOnlyCollection<Guid> keyIds, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<WrappedKey>>(
                [.. live.Values.Where(key => keyIds.Contains(key.KeyId))]);
        }
    }

    public Task<IReadOnlyList<Guid>> DestroyAsync(
        string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var gone = live.Where(pair =>
                pair.Key == subject || pair.Key.StartsWith(subject + '/', StringComparison.Ordinal)).ToList();
            gone.ForEach(pair => live.Remove(pair.Key));
            return Task.FromResult<IReadOnlyList<Guid>>([.. gone.Select(pair => pair.Value.KeyId)]);
        }
    }
}
