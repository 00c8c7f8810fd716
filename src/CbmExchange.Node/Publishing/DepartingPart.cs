using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;

namespace CbmExchange.Node.Publishing;

/// <summary>Looks, from the start on, whether a release that waits is due.</summary>
internal sealed partial class DepartingPart(Departing departing, TimeProvider time, ILogger<DepartingPart> log)
    : LookingPart(time)
{
    /// <inheritdoc/>
    public override string Name => "releases that wait";

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (await departing.LeaveAsync(cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            Left(log, count);
        }
    }

    /// <inheritdoc/>
    protected override void TellWaiting() => Waits(log);

    [LoggerMessage(NodeEventIds.ReleasesLeft, LogLevel.Information, "{Count} releases that waited have left.")]
    private static partial void Left(ILogger log, int count);

    [LoggerMessage(NodeEventIds.ReleasesWait, LogLevel.Warning,
        "The store did not answer; releases that are due leave later.")]
    private static partial void Waits(ILogger log);
}
