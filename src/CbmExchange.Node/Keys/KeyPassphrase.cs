namespace CbmExchange.Node.Keys;

/// <summary>
/// The optional passphrase of the key files: from the environment, so that it never stands in a file.
/// </summary>
internal static class KeyPassphrase
{
    private const string Variable = "CBMEXCHANGE_KEY_PASSPHRASE";

    /// <summary>The passphrase, or null when the key files are not encrypted.</summary>
    public static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } passphrase ? passphrase : null;
}
