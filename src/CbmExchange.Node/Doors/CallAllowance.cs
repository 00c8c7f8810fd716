using System.Collections.Concurrent;
using CbmExchange.Domain;

namespace CbmExchange.Node.Doors;

/// <summary>
/// How many calls each officer may make, and how many streams it may hold open, over all its connections: at most one
/// entry per officer of the node.
/// </summary>
internal sealed class CallAllowance(TimeProvider time)
{
    private readonly ConcurrentDictionary<OfficerId, CallerAllowance> officers = [];

    /// <summary>The officer's.</summary>
    public CallerAllowance Of(OfficerId officer) =>
        officers.GetOrAdd(officer, _ => new CallerAllowance(DoorLimits.OfficerStreamsMax, time));
}
