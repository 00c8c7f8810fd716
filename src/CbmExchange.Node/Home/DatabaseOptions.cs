namespace CbmExchange.Node.Home;

/// <summary>Which PostgreSQL holds the log (design D12).</summary>
internal sealed record DatabaseOptions(string Setting)
{
    /// <summary>A private server of this home.</summary>
    public const string Private = "private";

    private const string EnvironmentPrefix = "env:";

    /// <summary>True for the private server.</summary>
    public bool IsPrivate => Setting == Private;

    /// <summary>
    /// The connection string; MUST NOT be asked for the private server. May hold a password: never shown.
    /// </summary>
    public string ConnectionString =>
        IsFromEnvironment ? Environment.GetEnvironmentVariable(VariableName) ?? "" : Setting;

    private bool IsFromEnvironment => Setting.StartsWith(EnvironmentPrefix, StringComparison.Ordinal);

    private string VariableName => Setting[EnvironmentPrefix.Length..];

    /// <summary>Every fault, without the value: a connection string may hold a password.</summary>
    public IEnumerable<string> Faults()
    {
        if (Setting.Length == 0)
        {
            yield return "database is empty; write \"private\", \"env:NAME\" or a connection string.";
        }
        else if (IsFromEnvironment && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(VariableName)))
        {
            yield return $"database names the environment variable {VariableName}, which is not set; set it to a "
                + "connection string.";
        }
        else if (!IsPrivate && !ConnectionString.Contains('=', StringComparison.Ordinal))
        {
            yield return "database is no connection string; write \"private\", \"env:NAME\" or key=value pairs.";
        }
        else if (!IsFromEnvironment && Setting.Contains("password", StringComparison.OrdinalIgnoreCase))
        {
            yield return "database holds a password in node.json; move it to an environment variable and write "
                + "env:NAME.";
        }
    }
}
