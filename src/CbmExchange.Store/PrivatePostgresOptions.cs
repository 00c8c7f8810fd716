namespace CbmExchange.Store;

/// <summary>Where a private PostgreSQL lives.</summary>
public sealed class PrivatePostgresOptions
{
    /// <summary>
    /// The node's home. The data folder is <c>postgres</c> in it; as root, when the unprivileged account cannot reach
    /// the home, it is a folder of the same rights under <c>/var/lib/cbm-exchange</c> whose name derives from the home.
    /// </summary>
    public required string Home { get; init; }

    /// <summary>The database made for the node.</summary>
    public string Database { get; init; } = "cbm";

    /// <summary>A folder with initdb, pg_ctl and postgres; null looks in pg_config's and the known folders.</summary>
    public string? BinaryFolder { get; init; }

    /// <summary>As root: the account that the server runs under. The first one that exists.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = ["postgres", "nobody"];

    /// <summary>Connections the server takes; one node needs under 40.</summary>
    public int ConnectionCountMax { get; init; } = 60;

    /// <summary>Clock for the pauses of a start.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long a start or stop may take.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
