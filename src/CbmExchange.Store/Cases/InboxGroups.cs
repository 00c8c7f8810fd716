namespace CbmExchange.Store.Cases;

/// <summary>The groups of the inbox: what is actual stands first, and an exercise, however urgent, last.</summary>
public static class InboxGroups
{
    /// <summary>0 actual, 1 test and system, 2 exercise. A context never changes, so neither does the group.</summary>
    public static int RankOf(string context) => context switch
    {
        "actual" => 0,
        "test" or "system" => 1,
        _ => 2,
    };
}
