using System.Reflection;

namespace CbmExchange.Node.Verbs;

/// <summary>Which version of the software this is.</summary>
internal static class SoftwareVersion
{
    /// <summary>E.g. "0.1.0".</summary>
    public static string Text { get; } =
        typeof(SoftwareVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion
        ?? "unknown";
}
