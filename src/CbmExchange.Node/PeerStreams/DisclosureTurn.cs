namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Lets one at a time destroy disclosures in our own streams, or carry them into a new generation: what is just being
/// destroyed must not be carried past its destruction.
/// </summary>
internal sealed class DisclosureTurn
{
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Runs alone.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }
}
