namespace CbmExchange.Cli;

/// <summary>What the program returns; documented in its help and never changed.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The node refused, and said why.</summary>
    public const int Refused = 1;

    /// <summary>The command line or a file given with it is not as it must be.</summary>
    public const int Usage = 2;

    /// <summary>There is no such thing here; also: not released to you.</summary>
    public const int NotFound = 3;

    /// <summary>The node does not answer.</summary>
    public const int NotReachable = 4;

    /// <summary>Your role, or your certificate, does not allow it.</summary>
    public const int NotAllowed = 5;

    /// <summary>The table that help shows.</summary>
    public const string Table =
        "Exit codes: 0 done · 1 refused · 2 wrong usage · 3 not found · 4 node not reachable · 5 not allowed";
}
