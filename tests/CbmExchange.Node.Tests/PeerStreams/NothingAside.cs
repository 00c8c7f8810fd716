using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>A node without readings, to which nothing of an exercise is sent.</summary>
internal sealed class NothingAside : IAsideEntries
{
    /// <inheritdoc/>
    public Task<bool> IsAsideAsync(
        ReviewedEntry entry, VerifiedStatement statement, CancellationToken cancellationToken) =>
        Task.FromResult(false);
}
