using System.Collections.Concurrent;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;

namespace CbmExchange.Node.Administration;

/// <summary>
/// First officers who asked for a new generation and wait for a second. Held in memory only: after a restart both ask
/// again, which is right, since a restart may have changed what is wrong.
/// </summary>
internal sealed class GenerationRequests(TimeProvider time)
{
    /// <summary>A request that nobody seconds in this time is forgotten.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<ParticipantId, (Actor Officer, DateTimeOffset At)> waiting = [];

    /// <summary>
    /// The officer who asked before, when another one asks now; else remembers this one and answers null.
    /// </summary>
    public Actor? FirstBefore(ParticipantId peer, Actor by)
    {
        var now = time.GetUtcNow();
        if (waiting.TryGetValue(peer, out var first) && first.Officer.Id != by.Id && now - first.At < WaitMax)
        {
            return first.Officer;
        }

        waiting[peer] = (by, now);
        return null;
    }

    /// <summary>Forgets a request that took effect.</summary>
    public void Done(ParticipantId peer) => waiting.TryRemove(peer, out _);
}
