namespace CbmExchange.Store.PersonalData;

/// <summary>Where wrapped keys lie: in PostgreSQL, or in memory.</summary>
internal interface IPersonalKeyTable
{
    /// <summary>
    /// Adds the key unless the subject has a live one; answers the live one. Durable when it returns.
    /// </summary>
    Task<WrappedKey> AddAsync(string subject, WrappedKey key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The live key of a subject.</summary>
    Task<WrappedKey?> FindAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Those of the keys that were not destroyed.</summary>
    Task<IReadOnlyList<WrappedKey>> ReadAsync(IReadOnlyCollection<Guid> keyIds, CancellationToken cancellationToken);

    /// <summary>
    /// Erases the keys of a subject, and of the subjects below it (those that begin with it and a slash); answers their
    /// ids. Durable when it returns.
    /// </summary>
    Task<IReadOnlyList<Guid>> DestroyAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken);
}
