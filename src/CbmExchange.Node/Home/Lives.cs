namespace CbmExchange.Node.Home;

/// <summary>How long what a home holds is valid.</summary>
internal static class Lives
{
    /// <summary>Life of the root: longer than anything under it.</summary>
    public static readonly TimeSpan Root = TimeSpan.FromDays(3653);

    /// <summary>Life of keys and of certificates under the root; at most two years, as for descriptors.</summary>
    public static readonly TimeSpan Certificate = TimeSpan.FromDays(730);

    /// <summary>Life of a descriptor: looked at once a year.</summary>
    public static readonly TimeSpan Descriptor = TimeSpan.FromDays(365);

    /// <summary>Validity begins a little before now, so that a peer whose clock is behind can use it at once.</summary>
    public static readonly TimeSpan Backdated = TimeSpan.FromHours(1);
}
