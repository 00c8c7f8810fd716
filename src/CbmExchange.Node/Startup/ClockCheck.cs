using CbmExchange.Node.Home;

namespace CbmExchange.Node.Startup;

/// <summary>Compares this machine's clock with what is already known to have happened.</summary>
internal static class ClockCheck
{
    /// <summary>Throws when the clock lies further behind a known moment than is allowed.</summary>
    /// <param name="lastEvent">Time of the last event of the log; null for an empty log.</param>
    /// <param name="lastPeerSignature">The newest time at which a peer signed a head that we hold; null when
    /// none.</param>
    /// <param name="now">This machine's clock.</param>
    public static void Demand(DateTimeOffset? lastEvent, DateTimeOffset? lastPeerSignature, DateTimeOffset now)
    {
        List<string> faults = [];
        if (lastEvent is { } last && last - now > StartupLimits.ClockBehindMax)
        {
            faults.Add(Sentence("the last entry of this node's own log", last, now));
        }

        if (lastPeerSignature is { } signed && signed - now > StartupLimits.PeerClockAheadMax)
        {
            faults.Add(Sentence("the newest signature of a peer", signed, now));
        }

        if (faults.Count > 0)
        {
            throw new StartupException([.. faults]);
        }
    }

    /// <summary>Throws when this machine's clock and the database server's lie apart.</summary>
    /// <param name="server">The database server's clock.</param>
    /// <param name="now">This machine's clock at the same moment.</param>
    public static void DemandSame(DateTimeOffset server, DateTimeOffset now)
    {
        if ((server - now).Duration() > StartupLimits.DatabaseClockApartMax)
        {
            throw new StartupException(
                $"The clock of this machine says {now:yyyy-MM-dd HH:mm} UTC, but the clock of its database server says "
                + $"{server.ToUniversalTime():yyyy-MM-dd HH:mm} UTC; correct the one that is wrong, then start again.");
        }
    }

    private static string Sentence(string what, DateTimeOffset known, DateTimeOffset now) =>
        $"The clock of this machine says {now:yyyy-MM-dd HH:mm} UTC, but {what} is of {known:yyyy-MM-dd HH:mm} UTC; "
        + "correct the clock, then start again.";
}
