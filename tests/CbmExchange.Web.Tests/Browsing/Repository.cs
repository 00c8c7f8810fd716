using System.Reflection;

namespace CbmExchange.Web.Tests.Browsing;

/// <summary>Where this repository lies.</summary>
internal static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(data => data.Key == "RepositoryRoot").Value!;
}
