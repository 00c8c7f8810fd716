namespace CbmExchange.Node.Hosting;

/// <summary>
/// Work beside the calls. Started in the order of registration before the doors open; stopped in the opposite order
/// after they closed.
/// </summary>
internal interface IBackgroundPart
{
    /// <summary>For the log of the stop.</summary>
    string Name { get; }

    /// <summary>
    /// Its loop, which ends at the stop only, for the status report; null for a part without one of its own.
    /// </summary>
    Task? Work => null;

    /// <summary>Returns when the part is ready for calls; its loops go on.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Returns when nothing of the part runs any more.</summary>
    ValueTask StopAsync();
}
