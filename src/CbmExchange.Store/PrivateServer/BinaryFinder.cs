namespace CbmExchange.Store.PrivateServer;

/// <summary>Finds initdb, pg_ctl and postgres.</summary>
internal static class BinaryFinder
{
    private const string DebianRoot = "/usr/lib/postgresql";

    private static readonly string[] OtherFolders =
        ["/usr/pgsql/bin", "/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"];

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    public static async Task<string> FindAsync(string? given, CancellationToken cancellationToken)
    {
        if (given is not null)
        {
            return HasAll(given) ? given : throw Missing();
        }

        return KnownFolders().FirstOrDefault(HasAll)
            ?? await FromPgConfigAsync(cancellationToken).ConfigureAwait(false)
            ?? throw Missing();
    }

    private static PrivatePostgresException Missing() => new(
        "PostgreSQL's server programs were not found: install the package \"postgresql\" "
        + "(sudo bash ops/lib/prerequisites.sh postgresql does it), or give a connection string.");

    private static IEnumerable<string> KnownFolders()
    {
        var versions = Directory.Exists(DebianRoot) ? Directory.GetDirectories(DebianRoot) : [];
        return versions.OrderByDescending(path => int.TryParse(Path.GetFileName(path), out var major) ? major : 0)
            .Select(path => Path.Combine(path, "bin")).Concat(OtherFolders);
    }

    private static bool HasAll(string folder) => Needed.All(name => IsThere(Path.Combine(folder, name)));

    /// <summary>A link left behind by a removed package leads nowhere.</summary>
    private static bool IsThere(string path) =>
        File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? true);

    private static async Task<string?> FromPgConfigAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await Command.RunAsync("pg_config", ["--bindir"], TimeSpan.FromSeconds(10), cancellationToken)
                .ConfigureAwait(false);
            var folder = answer.Output.Trim();
            return answer.ExitCode == 0 && HasAll(folder) ? folder : null;
        }
        catch (PrivatePostgresException)
        {
            return null;
        }
    }
}
