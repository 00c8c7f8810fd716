using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;

namespace CbmExchange.Node.Publishing;

/// <summary>Looks, from the start on, whether the membership of a followed body changed.</summary>
internal sealed partial class FollowingPart(Following following, TimeProvider time, ILogger<FollowingPart> log)
    : LookingPart(time)
{
    /// <inheritdoc/>
    public override string Name => "followed memberships";

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (await following.FollowAsync(cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            Followed(log, count);
        }
    }

    /// <inheritdoc/>
    protected override void TellWaiting() => Waits(log);

    [LoggerMessage(NodeEventIds.ReleasesFollowed, LogLevel.Information,
        "{Count} records went to new members of bodies that they follow.")]
    private static partial void Followed(ILogger log, int count);

    [LoggerMessage(NodeEventIds.FollowingWaits, LogLevel.Warning,
        "The store did not answer; new members are given what follows later.")]
    private static partial void Waits(ILogger log);
}
