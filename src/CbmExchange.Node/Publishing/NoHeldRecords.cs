namespace CbmExchange.Node.Publishing;

/// <summary>A node that holds nothing of others.</summary>
internal sealed class NoHeldRecords : IHeldRecords
{
    /// <inheritdoc/>
    public Task<HeldRecord?> FindAsync(string idOrReference, CancellationToken cancellationToken) =>
        Task.FromResult<HeldRecord?>(null);

    /// <inheritdoc/>
    public Task<bool> NamesAttachmentAsync(string sha256, CancellationToken cancellationToken) => Task.FromResult(false);
}
