using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;

namespace CbmExchange.Node.Publishing;

/// <summary>Looks, from the start on, whether a copy is to be destroyed that was attested as deleted.</summary>
internal sealed partial class CopyDestroyerPart(CopyDestroyer copies, TimeProvider time, ILogger<CopyDestroyerPart> log)
    : LookingPart(time)
{
    /// <inheritdoc/>
    public override string Name => "attested deletions";

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (await copies.DestroyAsync(cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            Destroyed(log, count);
        }
    }

    /// <inheritdoc/>
    protected override void TellWaiting() => Waits(log);

    [LoggerMessage(NodeEventIds.CopiesDestroyed, LogLevel.Information,
        "{Count} copies that were attested as deleted are destroyed.")]
    private static partial void Destroyed(ILogger log, int count);

    [LoggerMessage(NodeEventIds.CopiesWait, LogLevel.Warning,
        "The store did not answer; copies attested as deleted are destroyed later.")]
    private static partial void Waits(ILogger log);
}
